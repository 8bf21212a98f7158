#include "accuracy/results.h"

#include <algorithm>
#include <set>

namespace zhipi::accuracy {
namespace {

const std::set<std::string, std::less<>> kEven{"clean", "dpi200", "skew", "jpeg40"};
const std::set<std::string, std::less<>> kRough{"seal", "noise", "photo"};

bool is_even(const Result& result) {
  return !result.is_cell() && kEven.contains(result.condition);
}

bool is_rough(const Result& result) {
  return !result.is_cell() && kRough.contains(result.condition);
}

bool is_measured(const Result& result) {
  return is_even(result) || is_rough(result);
}

std::vector<const Result*> chosen(const std::vector<Result>& results,
                                  const std::function<bool(const Result&)>& counts) {
  std::vector<const Result*> list;
  for (const Result& result : results) {
    if (counts(result)) list.push_back(&result);
  }
  return list;
}

}  // namespace

bool Result::is_right() const {
  if (!is_printed() || !is_found()) return false;
  if (!is_seen(kind)) return printed == read;
  return printed.at("present") == read.at("present");
}

bool Result::is_in_words() const {
  if (kind != FieldKind::money) return false;
  constexpr std::array<std::string_view, 10> kFigures{"零", "壹", "贰", "叁", "肆",
                                                      "伍", "陆", "柒", "捌", "玖"};
  return std::any_of(kFigures.begin(), kFigures.end(), [this](std::string_view figure) {
    return text.find(figure) != std::string::npos;
  });
}

Tally tally(const std::vector<const Result*>& results, double threshold) {
  Tally sums;
  std::vector<const Result*> read;
  for (const Result* result : results) {
    sums.fields += result->is_printed() ? 1 : 0;
    sums.right += result->is_right() ? 1 : 0;
    if (!result->is_found()) continue;
    read.push_back(result);
    sums.found += result->is_printed() ? 1 : 0;
    if (result->confidence < threshold) continue;
    ++sums.accepted;
    sums.wrong += result->is_right() ? 0 : 1;
  }
  std::sort(read.begin(), read.end(), [](const Result* left, const Result* right) {
    return left->confidence > right->confidence;
  });
  // Readings of one confidence are accepted together or not at all.
  for (std::size_t begin = 0; begin < read.size();) {
    std::size_t end = begin;
    bool all_right = true;
    for (; end < read.size() && read[end]->confidence == read[begin]->confidence; ++end)
      all_right = all_right && read[end]->is_right();
    if (!all_right) break;
    sums.acceptable = static_cast<int>(end);
    sums.least_confidence = read[begin]->confidence;
    begin = end;
  }
  return sums;
}

std::array<Bin, 10> reliability(const std::vector<const Result*>& results) {
  std::array<Bin, 10> bins{};
  for (const Result* result : results) {
    if (!result->is_found()) continue;
    const int tenth = std::clamp(static_cast<int>(result->confidence * 10), 0, 9);
    Bin& bin = bins[static_cast<std::size_t>(tenth)];
    ++bin.readings;
    bin.said += result->confidence;
    bin.right += result->is_right() ? 1 : 0;
  }
  for (Bin& bin : bins) {
    if (bin.readings == 0) continue;
    bin.said /= bin.readings;
    bin.right /= bin.readings;
  }
  return bins;
}

std::map<std::string, Tally> tallies(const std::vector<Result>& results, double threshold,
                                     const Naming& name) {
  std::map<std::string, std::vector<const Result*>> groups;
  for (const Result& result : results) {
    if (const std::string group = name(result); !group.empty()) groups[group].push_back(&result);
  }
  std::map<std::string, Tally> sums;
  for (const auto& [group, members] : groups) sums[group] = tally(members, threshold);
  return sums;
}

std::vector<Target> targets() {
  const auto of_kinds = [](std::set<FieldKind> kinds) {
    return [kinds = std::move(kinds)](const Result& result) {
      return is_measured(result) && kinds.contains(result.kind);
    };
  };
  const auto in_words = [](const Result& result) {
    return is_measured(result) && result.is_in_words();
  };
  return {
      {"fields exactly right: clean, 200 dpi, skew, JPEG", "right", 0.97, is_even},
      {"fields exactly right: seal, noise, photo", "right", 0.95, is_rough},
      {"identity numbers and credit codes accepted", "accepted", 0.995,
       of_kinds({FieldKind::id_number, FieldKind::credit_code})},
      {"names of people exactly right", "right", 0.96, of_kinds({FieldKind::person_name})},
      {"names of firms exactly right", "right", 0.96, of_kinds({FieldKind::org_name})},
      {"amounts in words exactly right", "right", 0.98, in_words},
      {"share accepted: clean, 200 dpi, skew, JPEG", "accepted", 0.85, is_even},
      {"share accepted: seal, noise, photo", "accepted", 0.70, is_rough},
      {"share acceptable with none wrong: clean, 200 dpi, skew, JPEG", "acceptable", 0.85, is_even},
      {"share acceptable with none wrong: seal, noise, photo", "acceptable", 0.70, is_rough},
  };
}

double measured(const Tally& tally, std::string_view measure) {
  if (measure == "accepted") return tally.share(tally.accepted);
  return tally.share(measure == "right" ? tally.right : tally.acceptable);
}

namespace {

Json to_json(const Tally& tally) {
  return {{"fields", tally.fields},
          {"found", tally.found},
          {"right", tally.right},
          {"accepted", tally.accepted},
          {"wrong", tally.wrong},
          {"acceptable", tally.acceptable},
          {"from", tally.least_confidence},
          {"share_right", tally.share(tally.right)},
          {"share_accepted", tally.share(tally.accepted)}};
}

struct Grouping {
  const char* title;
  Naming name;
};

// The tables, in the order they are printed.
std::vector<Grouping> groupings() {
  const auto whole = [](const Result& result, const std::string& name) {
    return result.is_cell() ? std::string() : name;
  };
  return {
      {"condition", [=](const Result& r) { return whole(r, r.condition); }},
      {"kind", [=](const Result& r) { return whole(r, std::string(to_text(r.kind))); }},
      {"document", [=](const Result& r) { return whole(r, r.document); }},
      {"field", [=](const Result& r) { return whole(r, r.document + " " + r.field); }},
      {"cell",
       [](const Result& r) {
         const std::size_t dot = r.field.find("].");
         return r.is_cell() && dot != std::string::npos ? r.document + " " + r.field.substr(dot + 2)
                                                        : std::string();
       }},
  };
}

std::string padded(std::string text, std::size_t width, bool left = false) {
  std::size_t columns = 0;
  for (const char byte : text) columns += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  const std::string space(columns < width ? width - columns : 0, ' ');
  return left ? text + space : space + text;
}

std::string share(double value) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.4f", value);
  return text.data();
}

void print(std::string& out, const char* title, const std::map<std::string, Tally>& sums) {
  if (sums.empty()) return;
  out += "\n" + padded(title, 40, true);
  for (const char* head : {"fields", "found", "right", "accepted", "wrong", "none wrong", "from"})
    out += padded(head, 11);
  out += '\n';
  for (const auto& [name, t] : sums) {
    out += padded(name, 40, true) + padded(std::to_string(t.fields), 11) +
           padded(share(t.share(t.found)), 11) + padded(share(t.share(t.right)), 11) +
           padded(share(t.share(t.accepted)), 11) + padded(std::to_string(t.wrong), 11) +
           padded(share(t.share(t.acceptable)), 11) + padded(share(t.least_confidence), 11) + '\n';
  }
}

}  // namespace

Json to_json(const std::vector<Result>& results, double threshold) {
  json::array rows;
  for (const Target& target : targets()) {
    const Tally sums = tally(chosen(results, target.counts), threshold);
    json::object row = to_json(sums).as_object();
    row["title"] = target.title;
    row["measure"] = target.measure;
    row["value"] = measured(sums, target.measure);
    row["reach"] = target.reach;
    rows.push_back(std::move(row));
  }
  json::object report{{"threshold", threshold}, {"targets", std::move(rows)}};
  for (const Grouping& grouping : groupings()) {
    json::object groups;
    for (const auto& [name, sums] : tallies(results, threshold, grouping.name))
      groups[name] = to_json(sums);
    report[grouping.title] = std::move(groups);
  }
  json::array bins;
  for (const Bin& bin : reliability(chosen(results, is_measured))) {
    bins.push_back({{"readings", bin.readings}, {"said", bin.said}, {"right", bin.right}});
  }
  report["reliability"] = std::move(bins);
  return report;
}

std::string to_text(const std::vector<Result>& results, double threshold) {
  std::string out;
  for (const Grouping& grouping : groupings())
    print(out, grouping.title, tallies(results, threshold, grouping.name));
  out += "\n" + padded("confidence", 40, true) + padded("readings", 11) + padded("said", 11) +
         padded("right", 11) + '\n';
  int tenth = 0;
  for (const Bin& bin : reliability(chosen(results, is_measured))) {
    const std::string range = "0." + std::to_string(tenth) + " to " +
                              (tenth == 9 ? "1.0" : "0." + std::to_string(tenth + 1));
    ++tenth;
    if (bin.readings == 0) continue;
    out += padded(range, 40, true) + padded(std::to_string(bin.readings), 11) +
           padded(share(bin.said), 11) + padded(share(bin.right), 11) + '\n';
  }
  out += "\n" + padded("target", 64, true) + padded("fields", 9) + padded("reach", 9) +
         padded("is", 9) + padded("wrong", 8) + '\n';
  for (const Target& target : targets()) {
    const Tally sums = tally(chosen(results, target.counts), threshold);
    const double is = measured(sums, target.measure);
    const bool by_threshold = target.measure == "accepted";
    const bool reached =
        sums.fields > 0 && is >= target.reach && (!by_threshold || sums.wrong == 0);
    out += padded(target.title, 64, true) + padded(std::to_string(sums.fields), 9) +
           padded(share(target.reach), 9) + padded(share(is), 9) +
           padded(by_threshold ? std::to_string(sums.wrong) : "", 8) +
           (reached            ? "  reached"
            : sums.fields == 0 ? "  not measured"
                               : "  missed") +
           '\n';
  }
  return out;
}

}  // namespace zhipi::accuracy
