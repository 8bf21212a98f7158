#include "store/blobs.h"

#include <fstream>
#include <thread>

#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class BlobsTest : public testing::Test {
 protected:
  BlobsTest() : blobs_(Blobs::open(folder()).value()) {}
  std::filesystem::path folder() const { return directory_.path() / "blobs"; }
  std::filesystem::path path_of(const Digest& digest) const {
    const std::string hex(digest.hex());
    return folder() / hex.substr(0, 2) / hex.substr(2);
  }
  std::vector<std::string> incoming() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder() / "incoming")) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }
  static void overwrite(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  }

  Directory directory_;
  Blobs blobs_;
};

TEST_F(BlobsTest, WhatWasPutIsGotBackByItsDigest) {
  const std::string bytes("scan\0\xff", 6);
  const auto digest = blobs_.put(bytes);
  ASSERT_TRUE(digest);
  EXPECT_EQ(*digest, Digest::of(bytes));
  EXPECT_EQ(blobs_.get(*digest).value(), bytes);
  EXPECT_THAT(incoming(), IsEmpty());
}

TEST_F(BlobsTest, EmptyBytesAreABlobLikeAnyOther) {
  const auto digest = blobs_.put("");
  ASSERT_TRUE(digest);
  EXPECT_EQ(blobs_.get(*digest).value(), "");
}

TEST_F(BlobsTest, TheSameBytesAgainAreFine) {
  ASSERT_TRUE(blobs_.put("scan"));
  EXPECT_EQ(blobs_.put("scan").value(), Digest::of("scan"));
}

TEST_F(BlobsTest, ABlobIsThereOnlyOnceItWasPut) {
  EXPECT_FALSE(blobs_.exists(Digest::of("scan")));
  EXPECT_EQ(code_of(blobs_.get(Digest::of("scan"))), "not_found");
  ASSERT_TRUE(blobs_.put("scan"));
  EXPECT_TRUE(blobs_.exists(Digest::of("scan")));
}

TEST_F(BlobsTest, AChangedFileIsNoticedWhenRead) {
  const Digest digest = blobs_.put("scan").value();
  overwrite(path_of(digest), "scam");
  EXPECT_EQ(code_of(blobs_.get(digest)), "damaged");
}

TEST_F(BlobsTest, AShortenedFileIsNoticedWhenRead) {
  const Digest digest = blobs_.put("scan").value();
  overwrite(path_of(digest), "");
  EXPECT_EQ(code_of(blobs_.get(digest)), "damaged");
}

TEST_F(BlobsTest, PuttingTheSameBytesMendsADamagedFile) {
  const Digest digest = blobs_.put("scan").value();
  overwrite(path_of(digest), "scam");
  ASSERT_TRUE(blobs_.put("scan"));
  EXPECT_EQ(blobs_.get(digest).value(), "scan");
}

TEST_F(BlobsTest, WhatACrashLeftHalfWrittenIsClearedAway) {
  overwrite(folder() / "incoming" / "half", "written");
  EXPECT_EQ(Blobs::open(folder()).value().cleared(), 1U);
  EXPECT_THAT(incoming(), IsEmpty());
}

TEST_F(BlobsTest, FilesAreForTheirOwnerAlone) {
  const Digest digest = blobs_.put("scan").value();
  const auto rights = std::filesystem::status(path_of(digest)).permissions();
  EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(BlobsTest, ManyThreadsMayPutTheSameBytes) {
  const std::string bytes(100000, 'x');
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { EXPECT_TRUE(blobs_.put(bytes)); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(blobs_.get(Digest::of(bytes)).value(), bytes);
  EXPECT_THAT(incoming(), IsEmpty());
}

TEST_F(BlobsTest, AFolderThatCannotBeMadeIsUnavailable) {
  overwrite(directory_.path() / "file", "");
  EXPECT_EQ(code_of(Blobs::open(directory_.path() / "file" / "blobs")), "unavailable");
}

}  // namespace
}  // namespace zhipi::store
