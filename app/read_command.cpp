// `zhipi read PACK MATERIAL FILE…`: what the reader sees, as JSON, and drawn on the page.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/files.h"
#include "engine/suggestion.h"
#include "ocr/client/reader_pool.h"

namespace zhipi::app {
namespace {

struct ReadOptions {
  std::string pack;
  std::string material;
  std::vector<std::string> files;
  std::string rules;
  std::string overlay;
  std::string line_model;
  std::string line_charset;
  bool explain = false;
};

const Material* choose_material(const engine::Pack& pack, const std::string& name) {
  const Material* const material = find_material(pack.matter(), name);
  if (material != nullptr) return material;
  std::vector<std::string> known;
  for (const Material& one : pack.matter().materials) known.push_back(one.name);
  std::cerr << "`" << name << "` is no material of " << pack.matter().id
            << engine::suggestion(name, known) << '\n';
  return nullptr;
}

void explain(const std::string& file, const Material& material, const MaterialReading& reading) {
  std::cout << file << ": " << material.title << ", " << reading.pages << " pages\n";
  for (const Field& field : material.fields) {
    const auto found = reading.fields.find(field.name);
    std::cout << "  " << field.title << " " << field.name << ": ";
    if (found == reading.fields.end()) {
      std::cout << "未找到 not found\n";
      continue;
    }
    std::cout << canonical_json(found->second.value) << "  " << found->second.confidence
              << "  page " << found->second.page << " "
              << canonical_json(to_json(found->second.box)) << '\n';
    for (const std::string& doubt : found->second.doubts) std::cout << "    ? " << doubt << '\n';
  }
  for (const Problem& problem : reading.problems) std::cout << "  ! " << to_line(problem) << '\n';
}

// "page.png" for the first page, "page-2.png" for the second of all files.
std::string overlay_path(const std::string& path, int page) {
  if (page == 1) return path;
  const std::filesystem::path given(path);
  return (given.parent_path() /
          (given.stem().string() + "-" + std::to_string(page) + given.extension().string()))
      .string();
}

bool write_overlays(ocr::ReaderPool& pool, const ReadOptions& options, std::string_view bytes,
                    const MaterialReading& reading, int& drawn) {
  for (int page = 1; page <= reading.pages; ++page) {
    const auto png = pool.overlay_png(bytes, page, reading);
    if (!png) {
      std::cerr << to_line(png.error()) << '\n';
      return false;
    }
    const std::string path = overlay_path(options.overlay, ++drawn);
    if (!(std::ofstream(path, std::ios::binary) << *png).flush()) {
      std::cerr << path << ": cannot be written\n";
      return false;
    }
  }
  return true;
}

bool read_files(const ReadOptions& options) {
  const auto pack = load_pack(options.pack, options.rules);
  if (!pack) {
    for (const Problem& problem : pack.error())
      std::cerr << options.pack << "/" << to_line(problem) << '\n';
    return false;
  }
  const Material* const material = choose_material(**pack, options.material);
  if (material == nullptr) return false;
  ocr::ReaderPool pool({.program = reader_program().string(),
                        .line_model = options.line_model,
                        .line_charset = options.line_charset,
                        .workers = 1});
  bool all_read = true;
  int drawn = 0;
  for (const std::string& file : options.files) {
    const auto bytes = read_file(file);
    const auto info =
        bytes ? pool.inspect(*bytes) : Expected<ocr::FileInfo>(tl::unexpected(bytes.error()));
    if (!info) {
      std::cerr << file << ": " << to_line(info.error()) << '\n';
      all_read = false;
      continue;
    }
    const MaterialReading reading = pool.read(*material, {*bytes});
    if (options.explain) {
      explain(file, *material, reading);
    } else {
      json::object line = to_json(reading).as_object();
      line["file"] = file;
      line["material"] = options.material;
      std::cout << canonical_json(line) << '\n';
    }
    if (!options.overlay.empty()) {
      all_read = write_overlays(pool, options, *bytes, reading, drawn) && all_read;
    }
  }
  return all_read;
}

}  // namespace

void add_read_command(CLI::App& app, int& status) {
  const auto options = std::make_shared<ReadOptions>();
  CLI::App* const command =
      app.add_subcommand("read", "what the reader sees in scanned materials, as JSON");
  command->add_option("pack", options->pack, "the pack's folder")->required();
  command->add_option("material", options->material, "the material's name in the pack")->required();
  command->add_option("files", options->files, "images or PDFs")->required();
  command->add_option("--rules", options->rules, "the folder of packs that holds common/");
  command->add_option("--overlay", options->overlay, "also draw the readings on the page, as PNG");
  CLI::Option* const model =
      command->add_option("--ocr-reader-model", options->line_model, "another CTC model in ONNX")
          ->envname("ZHIPI_OCR_READER_MODEL");
  CLI::Option* const charset =
      command->add_option("--ocr-reader-charset", options->line_charset, "its character list")
          ->envname("ZHIPI_OCR_READER_CHARSET");
  model->needs(charset);
  charset->needs(model);
  command->add_flag("--explain", options->explain,
                    "for people instead: every field, and why it is doubted");
  command->callback([options, &status] {
    if (!read_files(*options)) status = 1;
  });
}

}  // namespace zhipi::app
