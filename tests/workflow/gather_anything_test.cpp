// What holds of gathering whatever was read: a thousand applications, each drawn from its seed.
#include <algorithm>
#include <random>

#include "engine/facts.h"
#include "trial_matter.h"
#include "workflow/gather.h"

namespace zhipi::workflow {
namespace {

// Readings and a request drawn from a seed: right and wrong values, at every confidence.
class Drawn {
 public:
  Drawn(unsigned seed, const Matter& matter) : random_(seed), matter_(matter) {}

  void into(Gathered& gathered) {
    for (const Material& material : matter_.materials) {
      if (chance(0.1)) continue;
      MaterialReading& reading = gathered.readings[material.name];
      for (const Field& field : material.fields) {
        if (chance(0.2)) continue;
        reading.fields[field.name] = one(field.kind);
      }
    }
    for (const Field& field : matter_.form) {
      if (field.kind == FieldKind::date || field.kind == FieldKind::person_name ||
          field.kind == FieldKind::id_number) {
        gathered.request.at("form").as_object()[field.name] = value(field.kind);
      }
    }
    gathered.request.at("lookups").as_object()["register"] =
        json::object{{"rent", value(FieldKind::money)}};
  }

 private:
  bool chance(double share) { return std::uniform_real_distribution<>(0, 1)(random_) < share; }

  template <class T>
  T pick(std::initializer_list<T> from) {
    return from.begin()[std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(random_)];
  }

  Json value(FieldKind kind) {
    switch (kind) {
      case FieldKind::date:
        return pick({"1940-05-06", "2026-10-08", "9999-12-31"});
      case FieldKind::money:
      case FieldKind::percent:
        return pick({0, 1, 120000});
      case FieldKind::id_number:
        return pick({kNumber, kOtherNumber, kNumberWithX});
      case FieldKind::credit_code:
        return kCreditCode;
      default:
        return pick({"试样甲", "试样乙"});
    }
  }

  Reading one(FieldKind kind) {
    Reading reading;
    reading.value = value(kind);
    reading.source = pick({Source::ocr, Source::text_layer, Source::qr_code});
    reading.confidence = chance(0.3) ? pick({0.0, 0.49, 0.5, 0.97, 0.98, 1.0})
                                     : std::uniform_real_distribution<>(0, 1)(random_);
    return reading;
  }

  std::mt19937 random_;
  const Matter& matter_;
};

class GatherAnything : public testing::Test {
 protected:
  static constexpr unsigned kSeeds = 1000;

  Gathered drawn(unsigned seed) const {
    Gathered gathered{
        .application = "A1",
        .received_on = *Date::of(2026, 11, 20),
        .request = parsed(R"({"mode": "normal", "automated": true, "applicant": {}, "form": {},
                              "e_licences": {}, "lookups": {}})"),
        .calendar = Digest::of("").text()};
    Drawn(seed, pack_->matter()).into(gathered);
    return gathered;
  }

  // Calls `look(field, reading, confidence in the facts)` for each reading of each seed.
  template <class Look>
  void for_each_reading(const Look& look) const {
    for (unsigned seed = 1; seed <= kSeeds && !HasFailure(); ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      const Gathered gathered = drawn(seed);
      const Json facts = gather(*pack_, gathered);
      for (const auto& [material, readings] : gathered.readings) {
        for (const auto& [field, reading] : readings.fields) {
          const Json& fact = facts.at("materials").at(material).at(field);
          look(material + "." + field, reading, fact.at("confidence").to_number<double>());
        }
      }
    }
  }

  std::shared_ptr<const engine::Pack> pack_ = trial_pack();
};

TEST_F(GatherAnything, NeverExceedsOne) {
  for_each_reading([](const std::string& fact, const Reading&, double confidence) {
    EXPECT_LE(confidence, 1.0) << fact;
    EXPECT_GE(confidence, 0.0) << fact;
  });
}

TEST_F(GatherAnything, NeverChangesAConfidenceBelowAHalf) {
  for_each_reading([](const std::string& fact, const Reading& reading, double confidence) {
    if (reading.confidence < 0.5) {
      EXPECT_EQ(confidence, reading.confidence) << fact;
    }
  });
}

TEST_F(GatherAnything, NeverLowersBelowTheCap) {
  for_each_reading([](const std::string& fact, const Reading& reading, double confidence) {
    EXPECT_GE(confidence, std::min(reading.confidence, kOneReading)) << fact;
  });
}

TEST_F(GatherAnything, BindsAndGivesTheSameBytesTwice) {
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    const Gathered gathered = drawn(seed);
    const Json facts = gather(*pack_, gathered);
    EXPECT_EQ(canonical_json(facts), canonical_json(gather(*pack_, gathered))) << "seed " << seed;
    const auto bound = engine::bind_facts(pack_->matter(), facts);
    EXPECT_TRUE(bound) << "seed " << seed << "\n" << lines_of(bound.error());
  }
}

}  // namespace
}  // namespace zhipi::workflow
