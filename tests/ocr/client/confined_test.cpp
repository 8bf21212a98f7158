#include "ocr/client/confined.h"

#include <gtest/gtest.h>

namespace zhipi::ocr {
namespace {

Expected<Confined> run(const std::vector<std::string>& arguments, std::string_view input = "x",
                       std::size_t most = 1 << 20) {
  return run_confined(std::string(ZHIPI_BINARY_DIR) + "/zhipi-reader", arguments, input, most,
                      std::size_t{512} << 20,
                      std::chrono::steady_clock::now() + std::chrono::seconds(20));
}

TEST(Confined, AProgramReadsItsInputAndWritesItsOutput) {
  const Expected<Confined> ran = run({"/usr/bin/cat", "/dev/fd/0"}, "a page");
  ASSERT_TRUE(ran) << ran.error().message;
  EXPECT_EQ(ran->status, 0) << ran->errors;
  EXPECT_EQ(ran->output, "a page");
}

TEST(Confined, AProgramCannotReadOtherFiles) {
  const Expected<Confined> ran = run({"/usr/bin/cat", "/etc/passwd"});
  ASSERT_TRUE(ran) << ran.error().message;
  EXPECT_NE(ran->status, 0);
  EXPECT_EQ(ran->output, "");
}

TEST(Confined, AProgramCannotWriteFiles) {
  const Expected<Confined> ran = run({"/usr/bin/touch", "/var/tmp/zhipi_confined"});
  ASSERT_TRUE(ran) << ran.error().message;
  EXPECT_NE(ran->status, 0);
}

TEST(Confined, EndlessOutputEndsTheProgram) {
  const Expected<Confined> ran = run({"/usr/bin/yes"}, "x", 4096);
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().code, "killed");
}

TEST(Confined, AProgramThatDoesNotEndIsEnded) {
  const Expected<Confined> ran = run_confined(
      std::string(ZHIPI_BINARY_DIR) + "/zhipi-reader", {"/usr/bin/sleep", "1000"}, "x", 4096,
      std::size_t{512} << 20, std::chrono::steady_clock::now() + std::chrono::milliseconds(500));
  ASSERT_FALSE(ran);
  EXPECT_EQ(ran.error().code, "timed_out");
}

}  // namespace
}  // namespace zhipi::ocr
