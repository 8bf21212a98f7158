// zhipi-line-accuracy: how often single lines are read exactly, by our reader and by Tesseract, and
// whether our reader's probability tells the truth.
//
// FOLDER holds pictures of lines and `lines.tsv` with the columns file, group ("full/name/zenhei":
// each part is counted too), kind (as LineKind names it) and text. Width forms, spaces and the
// bend of quotation marks are not counted. Lines are shared out to `--jobs` processes of one thread
// each.
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <set>
#include <sstream>

#include "models/formats/text.h"
#include "ocr/reader/agreement.h"
#include "ocr/reader/grammar.h"
#include "ocr/reader/line_image.h"
#include "ocr/reader/line_reader.h"
#include "ocr/reader/recogniser.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::string folder;
  std::string model = ZHIPI_LINE_MODEL;
  std::string charset = ZHIPI_LINE_CHARSET;
  std::string each;  // a file for every line's result
  bool no_tesseract = false;
  int jobs = 1;
};

struct Line {
  std::string file;
  std::string group;
  LineKind kind = LineKind::free;
  std::u32string truth;
};

struct Result {
  std::u32string ours;
  std::u32string theirs;
  double probability = 0;
  double loss = 0;
  double milliseconds = 0;
  double tesseract_milliseconds = 0;
  int width = 0;
  bool agreed = false;
};

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

// Without spaces and width. Half of the faces draw “, ” and " alike.
std::u32string plain(const std::string& text) {
  std::u32string all = squeezed(text);
  for (char32_t& one : all) one = one == U'“' || one == U'”' ? U'"' : one;
  return all;
}

std::vector<Line> load_lines(const std::string& folder) {
  std::ifstream file(folder + "/lines.tsv");
  std::vector<Line> lines;
  for (std::string text; std::getline(file, text);) {
    const std::vector<std::string> columns = split(text, '\t');
    if (columns.size() != 4 || columns[0] == "file") continue;
    lines.push_back({columns[0], columns[1], line_kind(columns[2]), plain(columns[3])});
  }
  return lines;
}

// As the product asks Tesseract: by kind with its own alphabet, characters about 44 pixels high.
std::u32string read_with_tesseract(Recogniser& recogniser, const cv::Mat& gray, LineKind kind) {
  constexpr int kHeight = 44;
  cv::Mat image;
  cv::normalize(gray, image, 20, 245, cv::NORM_MINMAX);
  const double factor = static_cast<double>(kHeight) / gray.rows;
  cv::resize(image, image, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  cv::copyMakeBorder(image, image, 10, 10, 14, 14, cv::BORDER_REPLICATE);
  switch (kind) {
    case LineKind::id_number:
      return plain(recogniser.line(image, Alphabet::latin, "0123456789X").text);
    case LineKind::credit_code:
      return plain(recogniser.line(image, Alphabet::latin, "0123456789ABCDEFGHJKLMNPQRTUWXY").text);
    case LineKind::phone:
      return plain(recogniser.line(image, Alphabet::latin, "0123456789-+()").text);
    case LineKind::bank_account:
    case LineKind::digits:
      return plain(recogniser.line(image, Alphabet::latin, "0123456789").text);
    default:
      return plain(recogniser.line(image, Alphabet::chinese).text);
  }
}

// Whether the product would take both readers' saying the same for evidence (agreement.h).
bool is_agreed(const Line& line, const Result& result, const LineReading& reading,
               const Recogniser& recogniser) {
  if (result.ours.empty() || result.ours != result.theirs) return false;
  if (grammar(line.kind) != nullptr) return true;
  std::vector<SureCharacter> characters;
  for (const ReadCharacter& one : reading.characters) {
    characters.push_back({one.character, one.probability, {}, rivals_of(one)});
  }
  const auto knows = [&](char32_t character) { return recogniser.knows(character); };
  return !has_twins(result.ours) &&
         agreement(characters, result.theirs, knows).support == Support::full;
}

template <class Work>
double timed(const Work& work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

Result read_line(const cv::Mat& gray, const Line& line, LineReader& reader,
                 std::optional<Recogniser>& recogniser) {
  Result result;
  const cv::Rect whole({0, 0}, gray.size());
  result.width = line_image(gray, whole).gray.cols;
  LineReading reading;
  result.milliseconds = timed([&] { reading = reader.read({gray, whole, grammar(line.kind)}); });
  result.ours = plain(reading.text);
  result.probability = reading.probability;
  result.loss = reading.loss;
  if (!recogniser) return result;
  result.tesseract_milliseconds =
      timed([&] { result.theirs = read_with_tesseract(*recogniser, gray, line.kind); });
  result.agreed = is_agreed(line, result, reading, *recogniser);
  return result;
}

std::string row_of(std::size_t number, const Result& result) {
  std::ostringstream row;
  row << number << '\t' << formats::to_utf8(result.ours) << '\t' << formats::to_utf8(result.theirs)
      << '\t' << result.probability << '\t' << result.loss << '\t' << result.milliseconds << '\t'
      << result.tesseract_milliseconds << '\t' << result.width << '\t' << result.agreed << '\n';
  return row.str();
}

// One process: every line whose number leaves `job` when divided. Rows go to a file.
int run_job(const Options& options, const std::vector<Line>& lines, int job,
            const std::string& out) {
  cv::setNumThreads(0);
  auto reader = LineReader::load(options.model, options.charset);
  if (!reader) return std::cerr << to_line(reader.error()) << '\n', 1;
  std::optional<Recogniser> recogniser;
  if (!options.no_tesseract) {
    auto loaded = Recogniser::load();
    if (!loaded) return std::cerr << to_line(loaded.error()) << '\n', 1;
    recogniser.emplace(*std::move(loaded));
  }
  std::ofstream rows(out);
  for (auto i = static_cast<std::size_t>(job); i < lines.size();
       i += static_cast<std::size_t>(options.jobs)) {
    const cv::Mat gray = cv::imread(options.folder + "/" + lines[i].file, cv::IMREAD_GRAYSCALE);
    if (gray.empty()) return std::cerr << lines[i].file << ": cannot be read\n", 1;
    rows << row_of(i, read_line(gray, lines[i], *reader, recogniser));
  }
  return rows.flush() ? 0 : 1;
}

bool run_jobs(const Options& options, const std::vector<Line>& lines,
              std::vector<Result>& results) {
  std::vector<std::pair<pid_t, std::string>> jobs;
  for (int job = 0; job < options.jobs; ++job) {
    const std::string out =
        "/tmp/zhipi-lines-" + std::to_string(::getpid()) + "-" + std::to_string(job) + ".tsv";
    const pid_t child = ::fork();
    if (child == 0) ::_exit(run_job(options, lines, job, out));
    jobs.emplace_back(child, out);
  }
  bool all = true;
  for (const auto& [child, out] : jobs) {
    int status = 1;
    ::waitpid(child, &status, 0);
    all = all && status == 0;
    std::ifstream rows(out);
    for (std::string text; std::getline(rows, text);) {
      const std::vector<std::string> row = split(text, '\t');
      results.at(std::stoul(row.at(0))) = {
          plain(row.at(1)),     plain(row.at(2)),     std::stod(row.at(3)), std::stod(row.at(4)),
          std::stod(row.at(5)), std::stod(row.at(6)), std::stoi(row.at(7)), row.at(8) == "1"};
    }
    ::unlink(out.c_str());
  }
  return all;
}

struct Tally {
  int lines = 0;
  int ours = 0;
  int theirs = 0;
  int agreed = 0;
  int wrong_agreed = 0;
  int characters = 0;
  int our_errors = 0;
  int their_errors = 0;
};

void add(Tally& tally, const Line& line, const Result& result) {
  ++tally.lines;
  tally.ours += result.ours == line.truth ? 1 : 0;
  tally.theirs += result.theirs == line.truth ? 1 : 0;
  tally.agreed += result.agreed ? 1 : 0;
  tally.wrong_agreed += result.agreed && result.ours != line.truth ? 1 : 0;
  tally.characters += static_cast<int>(line.truth.size());
  tally.our_errors += distance(result.ours, line.truth);
  tally.their_errors += distance(result.theirs, line.truth);
}

double share(int part, int whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / whole;
}

void print_row(const std::string& name, const Tally& t) {
  std::printf("%-32s %7d %7.3f %7.3f %8.3f %8.3f %7.3f %6d\n", name.c_str(), t.lines,
              share(t.ours, t.lines), share(t.theirs, t.lines),
              1 - share(t.our_errors, t.characters), 1 - share(t.their_errors, t.characters),
              share(t.agreed, t.lines), t.wrong_agreed);
}

void print_groups(const std::vector<Line>& lines, const std::vector<Result>& results) {
  std::map<std::string, Tally> groups;
  std::map<std::string, Tally> parts;
  Tally all;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    add(all, lines[i], results[i]);
    add(groups[lines[i].group], lines[i], results[i]);
    const std::vector<std::string> names = split(lines[i].group, '/');
    for (const std::string& name : std::set<std::string>(names.begin(), names.end())) {
      if (names.size() > 1) add(parts["* " + name], lines[i], results[i]);
    }
  }
  std::printf("%-32s %7s %7s %7s %8s %8s %7s %6s\n", "", "", "exact", "exact", "chars", "chars", "",
              "wrong");
  std::printf("%-32s %7s %7s %7s %8s %8s %7s %6s\n", "group", "lines", "ours", "tess.", "ours",
              "tess.", "agreed", "agreed");
  for (const auto& [name, tally] : groups) print_row(name, tally);
  for (const auto& [name, tally] : parts) print_row(name, tally);
  print_row("all", all);
}

void print_reliability(const std::vector<Line>& lines, const std::vector<Result>& results) {
  struct Bin {
    int lines = 0;
    int right = 0;
    double said = 0;
  };
  std::array<Bin, 10> bins{};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Bin& bin = bins.at(
        static_cast<std::size_t>(std::clamp(static_cast<int>(results[i].probability * 10), 0, 9)));
    ++bin.lines;
    bin.right += results[i].ours == lines[i].truth ? 1 : 0;
    bin.said += results[i].probability;
  }
  std::printf("\n%-32s %7s %7s %7s\n", "probability of the line", "lines", "said", "right");
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const int from = static_cast<int>(i);
    std::printf("0.%d to %d.%d %21s %7d %7.3f %7.3f\n", from, (from + 1) / 10, (from + 1) % 10, "",
                bins[i].lines, bins[i].said / std::max(1, bins[i].lines),
                share(bins[i].right, bins[i].lines));
  }
}

void print_speed(const std::vector<Result>& results) {
  std::map<int, std::vector<double>> ours;
  std::map<int, std::vector<double>> theirs;
  for (const Result& result : results) {
    int width = 1280;
    for (const int bound : {960, 640, 480, 320, 240, 160, 96}) {
      if (result.width <= bound) width = bound;
    }
    ours[width].push_back(result.milliseconds);
    theirs[width].push_back(result.tesseract_milliseconds);
  }
  const auto median = [](std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  };
  std::printf("\n%-32s %7s %7s %7s\n", "ms a line, median, one thread", "lines", "ours", "tess.");
  for (const auto& [width, values] : ours) {
    std::printf("up to %4d px %19s %7zu %7.1f %7.1f\n", width, "", values.size(), median(values),
                median(theirs[width]));
  }
}

void write_each(const std::string& file, const std::vector<Line>& lines,
                const std::vector<Result>& results) {
  std::ofstream out(file);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out << (results[i].ours == lines[i].truth ? "right\t" : "WRONG\t") << lines[i].file << '\t'
        << lines[i].group << '\t' << formats::to_utf8(lines[i].truth) << '\t'
        << row_of(i, results[i]);
  }
}

int run(const Options& options) {
  const std::vector<Line> lines = load_lines(options.folder);
  if (lines.empty()) {
    std::cerr << options.folder
              << "/lines.tsv: no lines; its columns are file, group, kind, text\n";
    return 1;
  }
  std::vector<Result> results(lines.size());
  if (!run_jobs(options, lines, results)) return 1;
  if (!options.each.empty()) write_each(options.each, lines, results);
  print_groups(lines, results);
  print_reliability(lines, results);
  print_speed(results);
  return 0;
}

}  // namespace
}  // namespace zhipi::ocr

int main(int count, char** values) {
  // One thread is what is measured. OpenMP looks at its environment before main() begins.
  if (::getenv("OMP_THREAD_LIMIT") == nullptr) {
    ::setenv("OMP_THREAD_LIMIT", "1", 1);
    ::execv("/proc/self/exe", values);
  }
  zhipi::ocr::Options options;
  CLI::App app("How often lines are read exactly, by our reader and by Tesseract");
  app.add_option("folder", options.folder, "pictures of lines, and lines.tsv")->required();
  app.add_flag("--no-tesseract", options.no_tesseract, "our reader alone");
  app.add_option("--jobs", options.jobs, "processes")->check(CLI::Range(1, 64));
  app.add_option("--model", options.model, "another CTC model in ONNX");
  app.add_option("--charset", options.charset, "and its character list");
  app.add_option("--each", options.each, "writes every line's result to this file");
  CLI11_PARSE(app, count, values);
  return zhipi::ocr::run(options);
}
