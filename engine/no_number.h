// Whether a calculation gave no number: a division by zero, or beyond all numbers.
#pragma once

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#include <cfenv>

namespace zhipi::engine {

inline constexpr int kNoNumber = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW;

// Since forget_no_number(), on this thread.
inline bool gave_no_number() {
#ifdef __SSE2__
  // Doubles are calculated here alone; fetestexcept() also asks the x87 unit, which takes long.
  static_assert(kNoNumber == (_MM_EXCEPT_INVALID | _MM_EXCEPT_DIV_ZERO | _MM_EXCEPT_OVERFLOW));
  return (_mm_getcsr() & static_cast<unsigned>(kNoNumber)) != 0;
#else
  return std::fetestexcept(kNoNumber) != 0;
#endif
}

inline void forget_no_number() {
  if (gave_no_number()) std::feclearexcept(kNoNumber);
}

}  // namespace zhipi::engine
