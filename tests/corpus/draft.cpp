#include "draft.h"

#include "specimen.h"

namespace zhipi::specimens {
namespace {

const json::value* find(const json::object& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &found->value();
}

std::string printed(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_null()) return {};
  return json::serialize(value);
}

bool is_named(const json::object& values, std::string_view name) {
  const json::value* value = find(values, name);
  return value != nullptr && !printed(*value).empty();
}

// The faces a document may be set in: Heiti, Songti, Kaiti, as offices print them.
std::string invent_font(Random& random) {
  constexpr std::string_view kFonts[] = {"Noto Sans CJK SC",  "Noto Serif CJK SC",
                                         "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
                                         "AR PL UMing CN",    "AR PL UKai CN"};
  return std::string(random.pick(kFonts));
}

Person person_for(const json::object& values, std::uint64_t seed) {
  Random random(seed, "person");
  Person person = invent_person(random);
  const auto take = [&](std::string_view name, std::string& into) {
    if (is_named(values, name)) into = printed(*find(values, name));
  };
  if (is_named(values, "id_number")) {
    person.id_number = printed(*find(values, "id_number"));
    if (const std::string date = birth_date_by(person.id_number); !date.empty()) {
      person.birth_date = date;
      person.sex = sex_by(person.id_number);
    }
  } else if (is_named(values, "birth_date") || is_named(values, "sex")) {
    take("birth_date", person.birth_date);
    take("sex", person.sex);
    const int sequence = random.between(450, 499) * 2 + (person.sex == "男" ? 1 : 0);
    if (day_of(person.birth_date)) {
      person.id_number = id_number_of(person.id_number.substr(0, 6), person.birth_date, sequence);
    }
  }
  take("birth_date", person.birth_date);
  take("sex", person.sex);
  take("full_name", person.full_name);
  take("ethnicity", person.ethnicity);
  take("phone", person.phone);
  if (is_named(values, "address")) person.registered_address = printed(*find(values, "address"));
  take("registered_address", person.registered_address);
  take("address", person.address);
  return person;
}

}  // namespace

Draft::Draft(const Request& request)
    : values_(request.values),
      layout_(request.layout),
      random_(request.seed, "layout"),
      font_(invent_font(random_)),
      person_(person_for(request.values, request.seed)) {
  constexpr int kWeights[] = {350, 400, 400, 500};  // where the family has them
  weight_ = random_.pick(kWeights);
  if (!request.font.empty()) font_ = request.font;
  if (const json::value* given = find(layout_, "weight"); given != nullptr && given->is_int64()) {
    weight_ = static_cast<int>(given->get_int64());
  }
  if (const json::value* given = find(layout_, "jitter"); given != nullptr && given->is_number()) {
    jitter_ = given->to_number<double>();
  }
}

Style Draft::style(double size) const {
  Style style;
  style.family = font_;
  style.size = size;
  style.weight = weight_;
  return style;
}

std::string Draft::value(std::string_view name, std::string_view otherwise) const {
  const json::value* given = find(values_, name);
  return given == nullptr ? std::string(otherwise) : printed(*given);
}

bool Draft::flag(std::string_view name, bool otherwise) const {
  const json::value* given = find(values_, name);
  return given != nullptr && given->is_bool() ? given->get_bool() : otherwise;
}

long long Draft::number(std::string_view name, long long otherwise) const {
  const json::value* given = find(values_, name);
  return given != nullptr && given->is_int64() ? given->get_int64() : otherwise;
}

std::string Draft::choose(std::string_view name, std::initializer_list<std::string_view> options) {
  const std::string drawn(random_.pick(std::vector<std::string_view>(options)));
  const json::value* given = find(layout_, name);
  return given == nullptr ? drawn : printed(*given);
}

bool Draft::maybe(std::string_view name, double probability) {
  const bool drawn = random_.chance(probability);
  const json::value* given = find(layout_, name);
  return given != nullptr && given->is_bool() ? given->get_bool() : drawn;
}

double Draft::jitter(double pixels) {
  return random_.real(-pixels, pixels) * jitter_;
}

}  // namespace zhipi::specimens
