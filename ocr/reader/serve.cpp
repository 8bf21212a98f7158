#include "ocr/reader/serve.h"

#include <malloc.h>

#include <exception>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "models/reading.h"
#include "ocr/protocol/material_json.h"
#include "ocr/reader/codes.h"
#include "ocr/reader/decode.h"
#include "ocr/reader/grammar.h"
#include "ocr/reader/overlay.h"
#include "ocr/reader/read_page.h"
#include "ocr/reader/sandbox.h"

namespace zhipi::ocr {
namespace {

constexpr int kSocket = 3;

Message refusal(const Problem& found) {
  return {json::object{{"problem", {{"code", found.code}, {"message", found.message}}}}, {}};
}

double number_or(const json::object& head, std::string_view name, double otherwise) {
  const Json* value = head.if_contains(name);
  return value != nullptr && value->is_number() ? value->to_number<double>() : otherwise;
}

// [text, x, y, width, height] in points; the page was drawn at `dpi`.
std::vector<LayerWord> layer_words(const json::object& head) {
  std::vector<LayerWord> words;
  const Json* list = head.if_contains("words");
  if (list == nullptr || !list->is_array()) return words;
  const double factor = number_or(head, "dpi", 300) / 72;
  for (const Json& item : list->get_array()) {
    if (!item.is_array() || item.get_array().size() != 5 || !item.get_array()[0].is_string())
      continue;
    const json::array& word = item.get_array();
    const auto number = [&](std::size_t i) {
      return word[i].is_number() ? word[i].to_number<double>() * factor : 0.0;
    };
    words.push_back(
        {std::string(word[0].get_string()), {number(1), number(2), number(3), number(4)}});
  }
  return words;
}

// {"family": {"edges": [0, 0.2, …], "cell_of": [0, 2, -1], "reaches_end": true}}: what the answer
// to one page says of its lists, the request for the next hands back.
json::object lists_json(const OpenLists& lists) {
  json::object all;
  for (const auto& [name, list] : lists) {
    all[name] = {{"edges", json::value_from(list.columns.edges)},
                 {"cell_of", json::value_from(list.columns.cell_of)},
                 {"reaches_end", list.reaches_end}};
  }
  return all;
}

OpenLists open_lists(const json::object& head) {
  OpenLists lists;
  const Json* all = head.if_contains("lists");
  if (all == nullptr) return lists;
  for (const auto& [name, list] : all->as_object()) {
    lists[name] = {{json::value_to<std::vector<double>>(list.at("edges")),
                    json::value_to<std::vector<int>>(list.at("cell_of"))},
                   list.at("reaches_end").as_bool()};
  }
  return lists;
}

Message picture(const cv::Mat& page) {
  std::vector<unsigned char> bytes;
  cv::imencode(".png", page, bytes, {cv::IMWRITE_PNG_COMPRESSION, 3});
  return {json::object{}, std::string(bytes.begin(), bytes.end())};
}

Message answer_or_throw(const Message& request, const Limits& limits, Tools& tools) {
  const json::object& head = request.head.get_object();
  const std::string op(head.at("op").as_string());
  if (op == "ready") return {json::object{{"ready", true}}, {}};
  Expected<cv::Mat> page =
      decode_page(request.bytes, static_cast<int>(number_or(head, "page", 1)), limits);
  if (!page) return refusal(page.error());
  if (op == "read") {
    const Expected<Material> material = material_from_json(head.at("material"));
    if (!material) return refusal(material.error());
    OpenLists open = open_lists(head);
    const MaterialReading reading =
        read_page(*page, *material, layer_words(head), tools.recogniser, tools.lines, &open);
    return {json::object{{"reading", to_json(reading)}, {"lists", lists_json(open)}}, {}};
  }
  if (op == "overlay_png") {
    const Expected<MaterialReading> reading = material_reading_from_json(head.at("reading"));
    if (!reading) return refusal(reading.error());
    draw_readings(*page, *reading, tools.font);
  }
  return picture(*page);
}

// Whatever a library reads on first use, it must have read before the file system closes.
void warm_up(Tools& tools) {
  cv::Mat page(200, 400, CV_8UC3, cv::Scalar::all(250));
  cv::putText(page, "350102", {20, 100}, cv::FONT_HERSHEY_SIMPLEX, 2, cv::Scalar::all(0), 4);
  for (const char* ending : {".png", ".jpg", ".bmp", ".webp", ".tif"}) {
    std::vector<unsigned char> bytes;
    if (cv::imencode(ending, page, bytes)) cv::imdecode(bytes, cv::IMREAD_COLOR);
  }
  Material nothing;
  read_page(page, nothing, {}, tools.recogniser, tools.lines);
  find_code(prepare(page));
  tools.font.draw(page, "字", {20, 150}, 20, cv::Scalar::all(0));
  tools.recogniser.line(cv::Mat(60, 200, CV_8U, cv::Scalar(245)), Alphabet::latin, "0123456789");
  cv::Mat gray;
  cv::cvtColor(page, gray, cv::COLOR_BGR2GRAY);
  tools.lines.read({gray, {{0, 0}, gray.size()}, grammar(LineKind::date)});
}

int refuse_to_start(const Problem& found) {
  std::cerr << "zhipi-reader: " << to_line(found) << "\n";
  // The service is told too: nobody may be looking at this program's standard error.
  const Problem told{found.code, to_line(found), ""};
  (void)send_message(kSocket, refusal(told).head, -1);
  return 1;
}

}  // namespace

Message answer(const Message& request, const Limits& limits, Tools& tools) {
  try {
    return answer_or_throw(request, limits, tools);
  } catch (const std::bad_alloc&) {
    return refusal({"unreadable", "reading the page needs more memory than a worker may have", ""});
  } catch (const std::exception&) {  // OpenCV reports what it cannot do, and lack of memory, so
    return refusal({"unreadable", "the page cannot be processed", ""});
  }
}

Expected<Tools> Tools::load(const LineModelFiles& files) {
  Expected<Recogniser> recogniser = Recogniser::load();
  if (!recogniser) return tl::unexpected(recogniser.error());
  Expected<LineReader> lines = LineReader::load(files.model, files.charset);
  if (!lines) return tl::unexpected(lines.error());
  return Tools{std::move(*recogniser), std::move(*lines), OverlayFont()};
}

namespace {

// Pages are large and their layers many: memory that one step gives back is kept for the next,
// rather than returned to the system and asked for again. A sixth of a page's time went to that.
void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
  mallopt(M_TOP_PAD, 64 << 20);
}

}  // namespace

int serve(std::uint64_t memory, const LineModelFiles& files) {
  keep_freed_memory();
  cv::setNumThreads(0);
  Expected<Tools> tools = Tools::load(files);
  if (!tools) return refuse_to_start(tools.error());
  warm_up(*tools);
  if (const std::string failed = enter_sandbox(memory); !failed.empty()) {
    return refuse_to_start({"no_sandbox", failed, ""});
  }
  const Limits limits;
  if (!send_message(kSocket, json::object{{"ready", true}}, -1)) return 1;
  for (;;) {
    const Expected<Message> request = receive_message(kSocket);
    if (!request) return request.error().code == "closed" ? 0 : 1;
    const Message reply = answer(*request, limits, *tools);
    if (!send_message(kSocket, reply.head, reply.bytes)) return 1;
  }
}

}  // namespace zhipi::ocr
