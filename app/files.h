// Files and folders that the commands and the service share.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/pack.h"
#include "models/formats/working_days.h"
#include "models/problem.h"

namespace zhipi::app {

// The whole file; "-" is standard input. Problem code: unreadable.
Expected<std::string> read_file(const std::string& path);

// Where `common/` is looked for: under --rules, beside the pack, then in the installation. Either
// may be empty.
std::vector<std::filesystem::path> common_parents(const std::string& rules,
                                                  const std::string& pack_folder);

Expected<std::shared_ptr<const engine::Pack>, Problems> load_pack(const std::string& folder,
                                                                  const std::string& rules);

// The holiday calendars of the first common/calendar that is found; without one every working-day
// question is answered "not published". Either may be empty. Throws
// std::runtime_error naming the file where a calendar is damaged.
formats::WorkingDays load_calendar(const std::string& pack_folder, const std::string& rules);

// The rules shipped with this program: beside it, or in the source tree it was built from.
std::filesystem::path installed_rules();

// The files of Swagger UI by name, as scripts/fetch-swagger-ui leaves them; empty where it was not
// run.
std::map<std::string, std::string, std::less<>> swagger_ui();

// The reader worker, beside this program.
std::filesystem::path reader_program();

}  // namespace zhipi::app
