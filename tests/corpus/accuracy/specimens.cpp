#include "accuracy/specimens.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace zhipi::accuracy {

namespace fs = std::filesystem;

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<fs::path> specimens_in(const fs::path& folder) {
  std::vector<fs::path> pictures;
  for (const auto& entry : fs::directory_iterator(folder)) {
    fs::path truth = entry.path();
    if (truth.extension() != ".json" && fs::exists(truth.replace_extension(".json")))
      pictures.push_back(entry.path());
  }
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

Truth truth_of(const fs::path& picture, const Matter& matter) {
  fs::path beside = picture;
  auto truth = parse_json(contents(beside.replace_extension(".json")));
  if (!truth) throw std::runtime_error(beside.string() + ": " + to_line(truth.error()));
  const std::string document(truth->at("document").as_string());
  const Material* const material = find_material(matter, document);
  if (material == nullptr) throw std::runtime_error("the pack has no material " + document);
  return {*std::move(truth), material};
}

}  // namespace zhipi::accuracy
