// Files that are part of the program: the parts of the interface description and the page that
// shows it (cmake/embed.cmake puts them there).
#pragma once

#include <span>
#include <string_view>

namespace zhipi::api {

struct EmbeddedFile {
  std::string_view path;  // below api/: "interface/shapes/Material.json"
  std::string_view text;
};

// In the order of their paths.
std::span<const EmbeddedFile> embedded_files();

}  // namespace zhipi::api
