#include "app/spot_check_key.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace zhipi::app {
namespace {

class SpotCheckKeyTest : public testing::Test {
 protected:
  SpotCheckKeyTest()
      : file_(std::filesystem::path(testing::TempDir()) /
              (std::string("zhipi_key_") +
               testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove(file_);
  }
  ~SpotCheckKeyTest() override { std::filesystem::remove(file_); }

  void write(const std::string& text, unsigned mode = 0600) {
    std::ofstream(file_) << text;
    ::chmod(file_.c_str(), mode);
  }
  std::string code() {
    const auto key = spot_check_key(file_);
    return key ? "ok" : key.error().code;
  }

  std::filesystem::path file_;
};

TEST_F(SpotCheckKeyTest, IsMadeOnceForItsOwnerAlone) {
  const auto made = spot_check_key(file_);
  ASSERT_TRUE(made) << to_line(made.error());
  EXPECT_EQ(made->size(), 32u);
  EXPECT_EQ(spot_check_key(file_).value(), *made);
  struct stat status {};
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(SpotCheckKeyTest, IsReadAsHexDigits) {
  write(std::string(64, '1') + "\n");
  EXPECT_EQ(spot_check_key(file_).value(), std::string(32, '\x11'));
}

TEST_F(SpotCheckKeyTest, ADamagedKeyIsRefusedAndNotReplaced) {
  for (const std::string& text : {std::string(), std::string(63, '1'), std::string(66, '1'),
                                  std::string(64, 'g'), std::string(64, 'A')}) {
    write(text);
    EXPECT_EQ(code(), "bad_key") << text;
  }
}

TEST_F(SpotCheckKeyTest, AKeyThatOthersCanReadIsRefused) {
  write(std::string(64, '1'), 0640);
  EXPECT_EQ(code(), "bad_key");
}

}  // namespace
}  // namespace zhipi::app
