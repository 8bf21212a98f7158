#include "ocr/client/reader_pool.h"

#include <algorithm>

#include "ocr/client/merge.h"
#include "ocr/client/pdf.h"
#include "ocr/client/worker_pool.h"
#include "ocr/protocol/material_json.h"

namespace zhipi::ocr {
namespace {

using Clock = std::chrono::steady_clock;

std::string page_place(int page) {
  return "page " + std::to_string(page);
}

json::array words_json(const std::vector<PdfWord>& words) {
  json::array list;
  for (const PdfWord& word : words) {
    list.push_back(json::array{word.text, word.x, word.y, word.width, word.height});
  }
  return list;
}

std::vector<std::string> worker_command(const ReaderOptions& options) {
  std::vector<std::string> command = {options.program, "--worker", "--memory",
                                      std::to_string(options.limits.worker_bytes)};
  if (!options.line_model.empty()) {
    command.insert(command.end(),
                   {"--model", options.line_model, "--charset", options.line_charset});
  }
  return command;
}

}  // namespace

class ReaderPool::Impl {
 public:
  explicit Impl(ReaderOptions options)
      : options_(std::move(options)),
        workers_(worker_command(options_), options_.limits, options_.workers,
                 options_.recycle_after) {}

  std::uint64_t replaced() const { return workers_.replaced(); }

  Expected<void> check() {
    const Expected<Message> answer =
        workers_.ask({{"op", "ready"}}, "", page_seconds(), file_deadline());
    if (!answer) return tl::unexpected(answer.error());
    return {};
  }

  Expected<FileInfo> inspect(std::string_view bytes) {
    Expected<FileInfo> info = inspect_header(bytes, options_.limits);
    if (!info || info->media_type != "application/pdf") return info;
    const Expected<PdfInfo> pdf =
        Pdf(options_.program, bytes, options_.limits).info(page_deadline(file_deadline()));
    if (!pdf) return tl::unexpected(pdf.error());
    info->pages = pdf->pages;
    return info;
  }

  // `lists` is what the page before said of its lists, and then what the last one of this file
  // said.
  void read_file(const Material& material, std::string_view bytes, json::object& lists,
                 MaterialReading& whole) {
    const Clock::time_point deadline = file_deadline();
    const Expected<Source> source = open(bytes, deadline);
    if (!source) {
      whole.pages += 1;
      whole.problems.push_back(at_page(source.error(), whole.pages));
      doubt_lists(std::exchange(lists, {}), {}, whole);
      return;
    }
    for (int page = 1; page <= source->info.pages; ++page) {
      whole.pages += 1;
      if (Clock::now() >= deadline) {
        whole.problems.push_back({"timed_out", "the file took too long; its last pages are unread",
                                  page_place(whole.pages)});
        whole.pages += source->info.pages - page;
        return;
      }
      const json::object before = lists;
      MaterialReading read = read_page(material, *source, page, lists, deadline);
      for (auto& [name, reading] : read.fields) reading.page = whole.pages;
      for (Problem& found : read.problems) found = at_page(found, whole.pages);
      add_page(whole, read);
      doubt_lists(before, lists, whole);
    }
  }

  Expected<std::string> picture(std::string_view bytes, int page, json::object head) {
    const Clock::time_point deadline = file_deadline();
    const Expected<Source> source = open(bytes, deadline);
    if (!source) return tl::unexpected(source.error());
    if (page < 1 || page > source->info.pages) {
      return problem("no_such_page",
                     "the file has " + std::to_string(source->info.pages) + " pages");
    }
    Expected<Message> answer = ask_page(std::move(head), *source, page, deadline);
    if (!answer) return tl::unexpected(answer.error());
    return std::move(answer->bytes);
  }

  const ReaderOptions& options() const { return options_; }

 private:
  struct Source {
    std::string_view bytes;
    FileInfo info;
    PdfInfo pdf;
    bool is_pdf() const { return info.media_type == "application/pdf"; }
  };

  Clock::time_point file_deadline() const {
    return Clock::now() + std::chrono::seconds(options_.limits.file_seconds);
  }

  Clock::time_point page_deadline(Clock::time_point file) const {
    return std::min(file, Clock::now() + std::chrono::seconds(options_.limits.page_seconds));
  }

  static Problem at_page(Problem found, int page) {
    found.where = page_place(page);
    return found;
  }

  Expected<Source> open(std::string_view bytes, Clock::time_point deadline) {
    Expected<FileInfo> info = inspect_header(bytes, options_.limits);
    if (!info) return tl::unexpected(info.error());
    Source source{bytes, *info, {}};
    if (source.is_pdf()) {
      Expected<PdfInfo> pdf =
          Pdf(options_.program, bytes, options_.limits).info(page_deadline(deadline));
      if (!pdf) return tl::unexpected(pdf.error());
      source.pdf = std::move(*pdf);
      source.info.pages = source.pdf.pages;
    }
    return source;
  }

  // Has the page drawn, if it is a PDF's, and asks a worker about it.
  Expected<Message> ask_page(json::object head, const Source& source, int page,
                             Clock::time_point file) {
    const Clock::time_point deadline = page_deadline(file);
    std::string drawn;
    std::string_view bytes = source.bytes;
    head["page"] = page;
    bool dropped = false;
    if (source.is_pdf()) {
      const Pdf pdf(options_.program, source.bytes, options_.limits);
      Expected<DrawnPage> image =
          pdf.draw(page, source.pdf.sizes[static_cast<std::size_t>(page) - 1], deadline);
      if (!image) return tl::unexpected(image.error());
      head["page"] = 1;
      dropped = image->dropped;
      if (head["op"] == "read") {
        const Expected<std::vector<PdfWord>> words = pdf.words(page, deadline);
        if (!words) return tl::unexpected(words.error());
        head["words"] = words_json(*words);
        head["dpi"] = image->dpi;
      }
      drawn = std::move(image->ppm);
      bytes = drawn;
    }
    Expected<Message> answer = workers_.ask(head, bytes, page_seconds(), file);
    if (answer && dropped) answer->head.as_object()["dropped"] = true;
    return answer;
  }

  std::chrono::seconds page_seconds() const {
    return std::chrono::seconds(options_.limits.page_seconds);
  }

  // Lists that reach the end of the page before, and that this page neither goes on with nor
  // begins.
  static void doubt_lists(const json::object& before, const json::object& now,
                          MaterialReading& whole) {
    for (const auto& [name, list] : before) {
      const Json* reaches_end =
          list.is_object() ? list.get_object().if_contains("reaches_end") : nullptr;
      if (reaches_end != nullptr && *reaches_end == true && !now.contains(name))
        doubt_end(whole, name, whole.pages);
    }
  }

  MaterialReading read_page(const Material& material, const Source& source, int page,
                            json::object& lists, Clock::time_point deadline) {
    const Expected<Message> answer =
        ask_page({{"op", "read"}, {"material", to_json(material)}, {"lists", lists}}, source, page,
                 deadline);
    lists.clear();
    if (answer) {
      const Json* left = answer->head.get_object().if_contains("lists");
      if (left != nullptr && left->is_object()) lists = left->get_object();
    }
    MaterialReading reading;
    if (!answer) {
      reading.problems.push_back(answer.error());
      return reading;
    }
    const Json* found = answer->head.get_object().if_contains("reading");
    Expected<MaterialReading> parsed =
        material_reading_from_json(found != nullptr ? *found : Json());
    if (!parsed) {
      reading.problems.push_back({"unreadable", "the reader's answer cannot be understood", ""});
      return reading;
    }
    if (answer->head.get_object().contains("dropped")) {
      parsed->problems.push_back(
          {"dropped_content", "the PDF page is damaged: not all of it could be drawn", ""});
    }
    return std::move(*parsed);
  }

  ReaderOptions options_;
  WorkerPool workers_;
};

ReaderPool::ReaderPool(ReaderOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
ReaderPool::~ReaderPool() = default;

std::uint64_t ReaderPool::replaced() const {
  return impl_->replaced();
}

Expected<void> ReaderPool::check() {
  return impl_->check();
}

Expected<FileInfo> ReaderPool::inspect(std::string_view bytes) {
  return impl_->inspect(bytes);
}

MaterialReading ReaderPool::read(const Material& material,
                                 const std::vector<std::string_view>& files) {
  MaterialReading whole;
  json::object lists;
  for (const std::string_view bytes : files) impl_->read_file(material, bytes, lists, whole);
  settle_pages(whole);
  cross_check(material, whole);
  return whole;
}

Expected<std::string> ReaderPool::page_png(std::string_view bytes, int page) {
  return impl_->picture(bytes, page, {{"op", "page_png"}});
}

Expected<std::string> ReaderPool::overlay_png(std::string_view bytes, int page,
                                              const MaterialReading& readings, int offset) {
  MaterialReading here;
  here.pages = 1;
  for (const auto& [name, reading] : readings.fields) {
    if (reading.page != page + offset) continue;
    here.fields.emplace(name, reading).first->second.page = 1;
  }
  return impl_->picture(bytes, page, {{"op", "overlay_png"}, {"reading", to_json(here)}});
}

Expected<std::string> ReaderPool::overlay_png(const Material& material, std::string_view bytes,
                                              int page) {
  return overlay_png(bytes, page, read(material, {bytes}));
}

}  // namespace zhipi::ocr
