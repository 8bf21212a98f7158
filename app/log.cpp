#include "app/log.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "models/canonical_writer.h"
#include "models/formats/mask_numbers.h"
#include "store/time.h"

namespace zhipi::app {
namespace {

constexpr std::size_t kMostWaiting = std::size_t{4} << 20;  // bytes
constexpr std::chrono::milliseconds kPause{5};

// What standard error does not take is lost: there is nobody left to tell.
void write_to_standard_error(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

store::Time now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void add_value(CanonicalWriter& line, std::string_view text) {
  line.text(formats::mask_numbers(text));
}
void add_value(CanonicalWriter& line, std::int64_t number) {
  line.integer(number);
}
void add_value(CanonicalWriter& line, double number) {
  line.number(number);
}

}  // namespace

// Waking the thread for each line would cost a busy service more than the line: it is woken where
// it sleeps for want of lines, and rests between two writes.
class Log::Writer {
 public:
  Writer() : thread_([this] { work(); }) {}
  ~Writer() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wanted_.notify_one();
    thread_.join();
  }

  void add(std::string_view line) {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return waiting_.size() < kMostWaiting; });
    waiting_.append(line).append("\n");
    if (asleep_ || waiting_.size() >= kMostWaiting) wanted_.notify_one();
  }

  void write_out() {
    std::unique_lock lock(mutex_);
    ++hurried_;
    wanted_.notify_one();
    done_.wait(lock, [this] { return waiting_.empty() && !writing_; });
    --hurried_;
  }

 private:
  void work() {
    std::string batch;
    std::unique_lock lock(mutex_);
    while (true) {
      asleep_ = true;
      wanted_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      asleep_ = false;
      if (waiting_.empty()) return;
      batch.clear();
      batch.swap(waiting_);
      writing_ = true;
      lock.unlock();
      write_to_standard_error(batch);
      lock.lock();
      writing_ = false;
      done_.notify_all();
      wanted_.wait_for(lock, kPause, [this] {
        return ending_ || hurried_ > 0 || waiting_.size() >= kMostWaiting;
      });
    }
  }

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::condition_variable done_;
  std::string waiting_;
  bool asleep_ = false;
  bool writing_ = false;
  bool ending_ = false;
  int hurried_ = 0;
  std::thread thread_;
};

Log::Log() : writer_(std::make_unique<Writer>()) {}
Log::~Log() = default;

void Log::write(std::string_view level, std::string_view event, json::object fields) const {
  Json line(std::move(fields));
  formats::mask_numbers_in(line);
  json::object& object = line.get_object();
  object["time"] = store::to_text(now());
  object["level"] = level;
  object["event"] = event;
  writer_->add(json::serialize(line));
}

void Log::write(std::string_view level, std::string_view event,
                std::span<const api::LogField> fields) const {
  constexpr std::size_t kLikelyBytes = 512;
  CanonicalWriter line;
  line.reserve(kLikelyBytes);
  line.raw("{\"event\":");
  line.text(event);
  line.raw(",\"level\":");
  line.text(level);
  for (const auto& [name, value] : fields) {
    line.raw(",\"");
    line.raw(name);
    line.raw("\":");
    std::visit([&line](auto of_kind) { add_value(line, of_kind); }, value);
  }
  line.raw(",\"time\":");
  line.text(store::to_text(now()));
  line.raw("}");
  writer_->add(line.written());
}

void Log::write_out() const {
  writer_->write_out();
}

}  // namespace zhipi::app
