// What a document is drawn from: the request, the person its seed invents, and choices of layout.
//
// A value that the request names is printed as it says; null or "" leaves the place empty. A layout
// choice that the request does not name is drawn from the seed.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "page.h"
#include "people.h"
#include "random.h"
#include "text.h"

namespace zhipi::specimens {

struct Request;

class Draft {
 public:
  explicit Draft(const Request& request);

  // The person, corrected by what the request names: a given identity number sets birth date and
  // sex, a given birth date or sex sets the number, unless both are given.
  const Person& person() const { return person_; }
  const std::string& font() const { return font_; }
  Style style(double size) const;

  // The value of this name: as the request says, else `otherwise`.
  std::string value(std::string_view name, std::string_view otherwise) const;
  bool flag(std::string_view name, bool otherwise) const;
  long long number(std::string_view name, long long otherwise) const;

  // A layout choice: as the request says, else one of these by the seed.
  std::string choose(std::string_view name, std::initializer_list<std::string_view> options);
  bool maybe(std::string_view name, double probability);

  // A small deviation in pixels, up to this much to either side; layout.jitter scales it (1).
  double jitter(double pixels);

  Random& random() { return random_; }

 private:
  const json::object& values_;
  const json::object& layout_;
  Random random_;
  std::string font_;
  Person person_;
  int weight_ = 400;
  double jitter_ = 1;
};

// Each draws its document. The names are those of Request::document.
std::vector<Page> draw_id_card_front(Draft& draft);
std::vector<Page> draw_id_card_back(Draft& draft);
std::vector<Page> draw_id_card(Draft& draft);
std::vector<Page> draw_application_form(Draft& draft);
std::vector<Page> draw_residence_proof(Draft& draft);
std::vector<Page> draw_bank_card(Draft& draft);
std::vector<Page> draw_business_licence(Draft& draft);
std::vector<Page> draw_business_licence_old(Draft& draft);
std::vector<Page> draw_household_home(Draft& draft);
std::vector<Page> draw_household_member(Draft& draft);
std::vector<Page> draw_household_register(Draft& draft);
std::vector<Page> draw_lease(Draft& draft);
std::vector<Page> draw_property_certificate(Draft& draft);
std::vector<Page> draw_marriage_certificate(Draft& draft);
std::vector<Page> draw_hygiene_permit(Draft& draft);
std::vector<Page> draw_employment_proof(Draft& draft);
std::vector<Page> draw_student_proof(Draft& draft);
std::vector<Page> draw_family_form(Draft& draft);
std::vector<Page> draw_construction_contract(Draft& draft);

// A round red seal of an office: star, name on the upper arc, and what it is for under the star.
// Gives its box on the page.
cv::Rect2d draw_seal(Page& page, cv::Point2d centre, double radius, double turn,
                     std::string_view office, double strength, std::string_view purpose = {});

// The condition `seal`: presses a red seal over the text of one field of a page, two on a page of
// many fields. Where the document was to have one seal and has none, this is the one.
void stamp_over(Page& page, std::uint64_t seed);

}  // namespace zhipi::specimens
