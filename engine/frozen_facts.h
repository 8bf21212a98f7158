// Bound facts as bytes, so that many cases can be judged again without parsing: what backtest and
// its files hold. A form of our own for one machine; the facts themselves are the JSON document.
#pragma once

#include <string>
#include <string_view>

#include "engine/facts.h"

namespace zhipi::engine {

// The names and kinds behind the numbers of facts, as a digest: frozen facts fit one layout alone.
std::string digest_of(const FactLayout& layout);

// The bytes of the facts without their document, which thaw() leaves empty: they can be judged, not
// written out.
std::string freeze(const Facts& facts);

// Into `facts`, whatever they held. `layout` is the one they were bound by. Bytes that no freeze()
// made are refused, whatever they hold: bad_frozen.
Expected<void> thaw(std::string_view bytes, const FactLayout& layout, Facts& facts);

}  // namespace zhipi::engine
