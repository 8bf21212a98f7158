#include "app/configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>

namespace zhipi::app {
namespace {

class TomlFile {
 public:
  explicit TomlFile(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("zhipi-configuration-" + std::to_string(::getpid()) + ".toml")) {
    std::ofstream(path_) << text;
  }
  ~TomlFile() { std::filesystem::remove(path_); }
  TomlFile(const TomlFile&) = delete;
  TomlFile& operator=(const TomlFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

TEST(Configuration, HasDefaultsForEverything) {
  const auto configuration = configure({}, "", {}, {});
  ASSERT_TRUE(configuration);
  EXPECT_EQ(configuration->port, 8080);
  EXPECT_EQ(configuration->address, "127.0.0.1");
  EXPECT_EQ(configuration->data, "zhipi-data");
  EXPECT_FALSE(configuration->trust_request_lookups);
  EXPECT_GE(configuration->workers, 1);
}

TEST(Configuration, TakesFlagsOverTheEnvironmentOverTheFileOverDefaults) {
  const Values file{{"port", "1"}, {"workers", "2"}, {"address", "::1"}};
  const Values environment{{"port", "3"}, {"workers", "4"}};
  const Values flags{{"port", "5"}};
  const auto configuration = configure(file, "zhipi.toml", environment, flags);
  ASSERT_TRUE(configuration);
  EXPECT_EQ(configuration->port, 5);
  EXPECT_EQ(configuration->workers, 4);
  EXPECT_EQ(configuration->address, "::1");
  EXPECT_EQ(configuration->data, "zhipi-data");
}

TEST(Configuration, CanSwitchOffInTheEnvironmentWhatTheFileSwitchesOn) {
  const auto configuration = configure({{"trust_request_lookups", "true"}}, "zhipi.toml",
                                       {{"trust_request_lookups", "false"}}, {});
  ASSERT_TRUE(configuration);
  EXPECT_FALSE(configuration->trust_request_lookups);
}

TEST(Configuration, NamesWhereAWrongValueStands) {
  const auto configuration = configure({{"port", "80 80"}}, "zhipi.toml", {{"workers", "0"}},
                                       {{"trust_request_lookups", "yes"}});
  ASSERT_FALSE(configuration);
  std::set<std::string> places;
  for (const Problem& problem : configuration.error()) places.insert(problem.where);
  EXPECT_EQ(places, (std::set<std::string>{"zhipi.toml: port", "ZHIPI_WORKERS",
                                           "--trust-request-lookups"}));
}

TEST(Configuration, RefusesPortsThatAreNone) {
  for (const char* const port : {"65536", "-1", "", "8080x", "1e3"}) {
    EXPECT_FALSE(configure({}, "", {}, {{"port", port}})) << port;
  }
}

TEST(Configuration, KeepsRecordsInTheDataFolderOrInPostgresql) {
  EXPECT_EQ(configure({}, "", {}, {{"store", "sqlite"}})->database, "");
  EXPECT_EQ(configure({}, "", {}, {{"store", "postgresql://zhipi@db/zhipi"}})->database,
            "postgresql://zhipi@db/zhipi");
  for (const char* const store : {"mysql://db", "postgresql:", "zhipi.db", ""}) {
    EXPECT_FALSE(configure({}, "", {}, {{"store", store}})) << store;
  }
}

TEST(ConfigurationFile, GivesTextsNumbersAndSwitches) {
  const TomlFile file("port = 9090\ndata = \"d\"\ntrust_request_lookups = true\n");
  EXPECT_EQ(read_toml(file.path()).value(),
            (Values{{"port", "9090"}, {"data", "d"}, {"trust_request_lookups", "true"}}));
}

TEST(ConfigurationFile, RefusesAnUnknownSettingWithItsLineAndTheNearestName) {
  const TomlFile file("port = 9090\nworkerz = 3\n");
  const auto values = read_toml(file.path());
  ASSERT_FALSE(values);
  EXPECT_THAT(values.error().front().where, ::testing::EndsWith(":2"));
  EXPECT_THAT(values.error().front().message, ::testing::HasSubstr("`workers`"));
}

TEST(ConfigurationFile, RefusesListsAndTablesWhereAValueBelongs) {
  const TomlFile file("port = [80]\n[data]\nx = 1\n");
  const auto values = read_toml(file.path());
  ASSERT_FALSE(values);
  EXPECT_EQ(values.error().size(), 2U);
}

TEST(ConfigurationFile, RefusesWhatIsNoTomlAndWhatIsNotThere) {
  const TomlFile file("port = = 1\n");
  EXPECT_EQ(read_toml(file.path()).error().front().code, "bad_toml");
  EXPECT_EQ(read_toml("/nonexistent/zhipi.toml").error().front().code, "unreadable");
}

TEST(Settings, HaveAFlagAndAVariableEach) {
  for (const Setting& setting : settings()) {
    EXPECT_THAT(setting.flag(), ::testing::MatchesRegex("--[a-z-]+"));
    EXPECT_THAT(setting.variable(), ::testing::MatchesRegex("ZHIPI_[A-Z_]+"));
    EXPECT_FALSE(setting.description.empty());
  }
}

TEST(Configuration, TakesTheTablesOfTheFileApart) {
  const TomlFile file("port = 1\n[ocr.reader]\nmodel = \"a.onnx\"\ncharset = \"a.txt\"\n");
  const auto values = read_toml(file.path());
  ASSERT_TRUE(values);
  const auto configuration = configure(*values, "zhipi.toml", {}, {});
  ASSERT_TRUE(configuration);
  EXPECT_EQ(configuration->line_model, "a.onnx");
  EXPECT_EQ(configuration->line_charset, "a.txt");
  EXPECT_EQ(configuration->port, 1);
}

TEST(Configuration, NamesWhatATableShouldNotHave) {
  const TomlFile file("[ocr.reader]\nmodle = \"a.onnx\"\n[orc]\nx = 1\n");
  const auto values = read_toml(file.path());
  ASSERT_FALSE(values);
  ASSERT_EQ(values.error().size(), 2U);
  std::string all = values.error()[0].message + values.error()[1].message;
  EXPECT_THAT(all, testing::HasSubstr("`ocr.reader.modle`"));
  EXPECT_THAT(all, testing::HasSubstr("ocr.reader.model"));
  EXPECT_THAT(all, testing::HasSubstr("`orc`"));
}

TEST(Configuration, ALineModelAndItsListBelongTogether) {
  const auto configuration = configure({}, "", {{"ocr.reader.model", "a.onnx"}}, {});
  ASSERT_FALSE(configuration);
  EXPECT_EQ(configuration.error()[0].where, "ocr.reader.model, ocr.reader.charset");
  const auto all = settings();
  const auto model = std::find_if(all.begin(), all.end(), [](const Setting& setting) {
    return setting.name == "ocr.reader.model";
  });
  ASSERT_NE(model, all.end());
  EXPECT_EQ(model->flag(), "--ocr-reader-model");
  EXPECT_EQ(model->variable(), "ZHIPI_OCR_READER_MODEL");
}

}  // namespace
}  // namespace zhipi::app
