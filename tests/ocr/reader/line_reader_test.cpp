#include "ocr/reader/line_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <random>

#include "ocr/reader/onnx_input.h"
#include "tests/ocr/reader/tiny_model.h"

namespace zhipi::ocr {
namespace {

LineReader tiny_reader(Arrangement arrangement = Arrangement::classes_first, int height = 32) {
  const ModelFolder folder;
  folder.write("reader.onnx", tiny_onnx(arrangement, height));
  return LineReader::load(folder.model(), folder.charset()).value();
}

LineReading read(LineReader& reader, const cv::Mat& picture, const Automaton* grammar = nullptr) {
  return reader.read({picture, whole(picture), grammar});
}

std::string random_text(std::mt19937& random, std::size_t size) {
  std::string text;
  while (text.size() < size) text += "ABCD"[random() % 4];
  return text;
}

TEST(LineReader, ReadsWhatItsModelKnows) {
  LineReader reader = tiny_reader();
  const LineReading reading = read(reader, bars("ABACDDA"));
  EXPECT_EQ(reading.text, "ABACDDA");
  EXPECT_EQ(reading.free_text, "ABACDDA");
  EXPECT_GT(reading.probability, 0.9);
  EXPECT_TRUE(reading.admitted);
}

TEST(LineReader, BlankPaperSaysNothing) {
  LineReader reader = tiny_reader();
  const cv::Mat paper(60, 400, CV_8U, cv::Scalar(240));
  EXPECT_EQ(read(reader, paper).text, "");
  EXPECT_EQ(read(reader, cv::Mat(2, 3, CV_8U, cv::Scalar(240))).text, "");
  const Automaton grammar(word(U"AB"));
  EXPECT_FALSE(read(reader, paper, &grammar).admitted);
}

TEST(LineReader, TakesItsModelsOutputInAnyArrangement) {
  for (const Arrangement arrangement :
       {Arrangement::frames_first, Arrangement::lines_second, Arrangement::probabilities}) {
    LineReader reader = tiny_reader(arrangement);
    const cv::Mat one = bars("ABBA");
    const cv::Mat other = bars("CDCD");
    EXPECT_EQ(read(reader, one).text, "ABBA") << static_cast<int>(arrangement);
    const auto both = reader.read({{one, whole(one)}, {other, whole(other)}});
    EXPECT_EQ(both[0].text, "ABBA") << static_cast<int>(arrangement);
    EXPECT_EQ(both[1].text, "CDCD") << static_cast<int>(arrangement);
    EXPECT_NEAR(both[0].probability, read(reader, one).probability, 1e-3);
  }
}

TEST(LineReader, TakesTheHeightThatItsModelAsksFor) {
  LineReader reader = tiny_reader(Arrangement::classes_first, 48);
  EXPECT_EQ(read(reader, bars("ABCD")).text, "ABCD");
}

TEST(LineReader, SeveralAtOnceAreReadAsEachAlone) {
  LineReader reader = tiny_reader();
  std::mt19937 random(9);
  std::vector<cv::Mat> pictures;
  std::vector<std::string> texts;
  for (int i = 0; i < 20; ++i) {
    texts.push_back(random_text(random, 1 + random() % 20));
    pictures.push_back(bars(texts.back(), 30 + 10 * static_cast<int>(random() % 3)));
  }
  std::vector<LineRequest> requests;
  for (const cv::Mat& picture : pictures) requests.push_back({picture, whole(picture)});
  const std::vector<LineReading> together = reader.read(requests);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const LineReading alone = reader.read(requests[i]);
    EXPECT_EQ(together[i].text, texts[i]);
    EXPECT_EQ(together[i].text, alone.text);
    EXPECT_NEAR(together[i].probability, alone.probability, 1e-3);
  }
}

TEST(LineReader, ALongLineIsCutAndJoined) {
  LineReader reader = tiny_reader();
  std::mt19937 random(10);
  const std::string text = random_text(random, 100);
  const LineReading reading = read(reader, bars(text));
  EXPECT_EQ(reading.text, text);
  EXPECT_EQ(reading.characters.size(), 100U);
}

TEST(LineReader, CharactersStandInOrderWhereTheyArePrinted) {
  LineReader reader = tiny_reader();
  for (const std::size_t count : {3U, 20U, 90U}) {
    const cv::Mat line = bars(std::string(count, 'A'));
    cv::Mat page(300, line.cols + 400, CV_8U, cv::Scalar(240));
    const cv::Rect place(150, 100, line.cols, line.rows);
    line.copyTo(page(place));
    const LineReading reading = reader.read({page, place});
    ASSERT_EQ(reading.characters.size(), count);
    int before = place.x;
    for (std::size_t i = 0; i < count; ++i) {
      const ReadCharacter& one = reading.characters[i];
      const int middle = place.x + 12 + static_cast<int>(i) * 66 + 25;
      EXPECT_GE(one.from, before);
      EXPECT_GT(one.to, one.from);
      EXPECT_NEAR((one.from + one.to) / 2, middle, 12) << i;
      before = one.to;
    }
    EXPECT_LE(before, place.br().x);
  }
}

TEST(LineReader, AGrammarIsObeyedAndItsLossTold) {
  LineReader reader = tiny_reader();
  const Automaton fits(repeated(one_of(U"AB"), 1, 9));
  const LineReading good = read(reader, bars("ABBA"), &fits);
  EXPECT_EQ(good.text, "ABBA");
  EXPECT_LT(good.loss, 0.1);
  const Automaton other(word(U"ABBD"));
  const LineReading bad = read(reader, bars("ABBA"), &other);
  if (bad.admitted) {
    EXPECT_EQ(bad.text, "ABBD");
    EXPECT_GT(bad.loss, 5);
  }
  EXPECT_EQ(bad.free_text, "ABBA");
}

std::string refusal(const ModelFolder& folder) {
  const auto loaded = LineReader::load(folder.model(), folder.charset());
  return loaded ? "" : to_line(loaded.error());
}

TEST(LineReader, RefusesAModelThatDoesNotFitItsListAndNamesBothCounts) {
  const ModelFolder folder;
  folder.write("reader.txt", "A\nB\nC\n");
  const std::string said = refusal(folder);
  EXPECT_NE(said.find("reader.onnx"), std::string::npos) << said;
  EXPECT_NE(said.find("reader.txt"), std::string::npos) << said;
  EXPECT_NE(said.find("5 classes"), std::string::npos) << said;
  EXPECT_NE(said.find("3 characters"), std::string::npos) << said;
}

TEST(LineReader, RefusesWhatIsNoModel) {
  const ModelFolder folder;
  const std::string onnx = tiny_onnx();
  for (const std::string& bytes : {std::string(), std::string("no onnx"), onnx.substr(0, 200)}) {
    folder.write("reader.onnx", bytes);
    EXPECT_NE(refusal(folder).find("reader.onnx"), std::string::npos) << bytes.size();
  }
  std::filesystem::remove(folder.model());
  EXPECT_NE(refusal(folder).find("cannot be read"), std::string::npos);
}

TEST(OnnxInput, TellsTheShapeAndIsNotMisledByDamage) {
  const std::string onnx = tiny_onnx();
  EXPECT_EQ(onnx_input_shape(onnx), (std::vector<std::int64_t>{1, 1, 32, 160}));
  std::mt19937 random(11);
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = onnx.substr(0, random() % onnx.size());
    for (int i = 0; i < 4 && !damaged.empty(); ++i) {
      damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
    }
    onnx_input_shape(damaged);  // must come back
  }
}

}  // namespace
}  // namespace zhipi::ocr
