#include "specimen.h"

#include <algorithm>
#include <array>
#include <utility>

#include "degrade.h"
#include "draft.h"
#include "encode.h"

namespace zhipi::specimens {
namespace {

struct Document {
  std::string_view name;
  std::vector<Page> (*draw)(Draft&);
};

constexpr std::array<Document, 19> kDocuments{
    {{"id_card_front", draw_id_card_front},
     {"id_card_back", draw_id_card_back},
     {"id_card", draw_id_card},
     {"application_form", draw_application_form},
     {"residence_proof", draw_residence_proof},
     {"bank_card", draw_bank_card},
     {"business_licence", draw_business_licence},
     {"business_licence_old", draw_business_licence_old},
     {"household_home", draw_household_home},
     {"household_member", draw_household_member},
     {"household_register", draw_household_register},
     {"lease", draw_lease},
     {"property_certificate", draw_property_certificate},
     {"marriage_certificate", draw_marriage_certificate},
     {"hygiene_permit", draw_hygiene_permit},
     {"employment_proof", draw_employment_proof},
     {"student_proof", draw_student_proof},
     {"family_form", draw_family_form},
     {"construction_contract", draw_construction_contract}}};

// The faces of a random corpus. Where one is not installed (the last two come with
// `scripts/install-packages training`), Pango takes another.
constexpr std::array<std::string_view, 13> kFaces{
    "Noto Sans CJK SC",      "Noto Sans CJK SC",  "Noto Serif CJK SC", "Noto Serif CJK SC",
    "Noto Sans Mono CJK SC", "WenQuanYi Zen Hei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
    "AR PL UMing CN",        "AR PL UMing CN",    "AR PL UKai CN",     "LXGW WenKai",
    "BabelStone Han"};
constexpr std::array<int, 6> kWeights{300, 400, 400, 400, 500, 700};

constexpr std::array<Format, 5> kFormats{Format::png, Format::jpeg, Format::tiff, Format::pdf,
                                         Format::pdf_text};

std::vector<std::string> parts_of(std::string_view condition) {
  std::vector<std::string> parts(1);
  for (const char character : condition) {
    if (character == '+') {
      parts.emplace_back();
    } else {
      parts.back() += character;
    }
  }
  return parts;
}

json::array box_of(const cv::Rect& box) {
  return {box.x, box.y, box.width, box.height};
}

json::object truth_of(const Request& request, const std::vector<Page>& pages,
                      const std::vector<Degraded>& images) {
  json::object fields;
  json::array sizes;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    sizes.push_back(json::array{images[i].image.cols, images[i].image.rows});
    if (images[i].blank) continue;
    for (const PrintedField& field : pages[i].fields()) {
      json::object one{{"value", field.value}, {"text", field.text}};
      if (!field.box.empty()) one["box"] = box_of(placed(images[i], field.box));
      one["page"] = i + 1;
      fields[field.name] = std::move(one);
    }
  }
  return {
      {"document", request.document},      {"condition", request.condition},
      {"format", to_text(request.format)}, {"dpi", static_cast<std::int64_t>(images[0].dpi + 0.5)},
      {"pages", std::move(sizes)},         {"fields", std::move(fields)},
      {"request", to_json(request)}};
}

std::vector<Degraded> photographed(const Request& request, const std::vector<Page>& pages) {
  std::vector<Degraded> images;
  for (const Page& page : pages) {
    Degraded image{page.pixels(), cv::Matx33d::eye()};
    std::uint64_t seed = request.seed * 31 + images.size();
    for (const std::string& part : parts_of(request.condition))
      image = degrade(image, part, seed++);
    images.push_back(std::move(image));
  }
  return images;
}

std::string encoded(const Request& request, const std::vector<Page>& pages,
                    const std::vector<Degraded>& images) {
  if (request.format == Format::pdf_text) return encode_pdf_text(pages);
  // An image that was spoilt by compression is not compressed better than that afterwards.
  const int quality =
      request.condition.ends_with("jpeg40") ? std::min(40, request.quality) : request.quality;
  switch (request.format) {
    case Format::jpeg:
      return encode_jpeg(images[0], quality);
    case Format::tiff:
      return encode_tiff(images);
    case Format::pdf:
      return encode_pdf(images, quality);
    default:
      return encode_png(images[0]);
  }
}

tl::unexpected<Problem> bad(std::string message, std::string where) {
  return problem("bad_request", std::move(message), std::move(where));
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Expected<Request> checked(Request request) {
  if (!contains(documents(), request.document)) {
    return bad("the document must be one of " + joined(documents()), "/document");
  }
  for (const std::string& part : parts_of(request.condition)) {
    if (!contains(conditions(), part)) {
      return bad("the condition must be of " + joined(conditions()), "/degrade/condition");
    }
  }
  if (request.quality < 1 || request.quality > 100) {
    return bad("the quality of a JPEG is from 1 to 100", "/quality");
  }
  return request;
}

// Takes one member of a request; false if its name or type is unknown.
bool take(Request& request, std::string_view name, const json::value& value) {
  if (name == "document" && value.is_string()) {
    request.document = value.get_string();
  } else if (name == "values" && value.is_object()) {
    request.values = value.get_object();
  } else if (name == "font" && value.is_string()) {
    request.font = value.get_string();
  } else if (name == "seed" && value.is_int64() && value.get_int64() >= 0) {
    request.seed = static_cast<std::uint64_t>(value.get_int64());
  } else if (name == "layout" && value.is_object()) {
    request.layout = value.get_object();
  } else if (name == "degrade" && value.is_object() && value.get_object().size() == 1 &&
             value.get_object().contains("condition") &&
             value.get_object().at("condition").is_string()) {
    request.condition = value.get_object().at("condition").get_string();
  } else if (name == "quality" && value.is_int64()) {
    request.quality = static_cast<int>(std::clamp<std::int64_t>(value.get_int64(), 0, 101));
  } else if (name == "format" && value.is_string()) {
    const auto* const found = std::find_if(kFormats.begin(), kFormats.end(), [&](Format format) {
      return to_text(format) == value.get_string();
    });
    if (found == kFormats.end()) return false;
    request.format = *found;
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> documents() {
  std::vector<std::string> names;
  for (const Document& document : kDocuments) names.emplace_back(document.name);
  return names;
}

std::string_view to_text(Format format) {
  constexpr std::array<std::string_view, 5> kNames{"png", "jpeg", "tiff", "pdf", "pdf_text"};
  return kNames[static_cast<std::size_t>(format)];
}

std::string_view ending(Format format) {
  constexpr std::array<std::string_view, 5> kEndings{"png", "jpg", "tif", "pdf", "pdf"};
  return kEndings[static_cast<std::size_t>(format)];
}

Expected<Request> request_from_json(std::string_view text) {
  json::error_code error;
  const json::value parsed = json::parse(text, error);
  if (error) return problem("bad_json", "the request is no JSON: " + error.message());
  if (!parsed.is_object()) return bad("a request is an object", "");
  Request request;
  for (const auto& [name, value] : parsed.get_object()) {
    if (!take(request, name, value)) {
      return bad("unknown name, or a value that it cannot have; see tests/corpus/README.md",
                 "/" + std::string(name));
    }
  }
  return checked(std::move(request));
}

json::object to_json(const Request& request) {
  return {{"document", request.document},
          {"values", request.values},
          {"font", request.font},
          {"seed", request.seed},
          {"layout", request.layout},
          {"degrade", {{"condition", request.condition}}},
          {"format", to_text(request.format)},
          {"quality", request.quality}};
}

Expected<Specimen> make_specimen(const Request& request) {
  const auto* const document =
      std::find_if(kDocuments.begin(), kDocuments.end(),
                   [&](const Document& each) { return each.name == request.document; });
  if (document == kDocuments.end()) return bad("there is no such document", "/document");
  Draft draft(request);
  std::vector<Page> pages = document->draw(draft);
  if (contains(parts_of(request.condition), "seal")) {
    for (Page& page : pages) stamp_over(page, request.seed);
  }
  const bool single = request.format == Format::png || request.format == Format::jpeg;
  if (single && pages.size() > 1) return bad("several pages need tiff or pdf", "/format");
  if (request.format == Format::pdf_text && request.condition != "clean") {
    return bad("pdf_text is always clean; use pdf for a scan", "/degrade/condition");
  }
  const std::vector<Degraded> images = photographed(request, pages);
  return Specimen{encoded(request, pages, images), truth_of(request, pages, images)};
}

Request random_request(std::uint64_t seed, int index, const std::vector<std::string>& documents,
                       const std::vector<std::string>& conditions) {
  const std::uint64_t own = seed * 1000003 + static_cast<std::uint64_t>(index);
  Random random(own, "request");
  Request request;
  request.document = random.pick(documents);
  request.condition = random.pick(conditions);
  request.seed = own & 0x7FFFFFFFU;
  request.font = random.pick(kFaces);
  request.layout["weight"] = random.pick(kWeights);
  request.format =
      request.condition == "photo" || request.condition == "jpeg40" ? Format::jpeg : Format::png;
  return request;
}

}  // namespace zhipi::specimens
