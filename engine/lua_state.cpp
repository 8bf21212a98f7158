#include "engine/lua_state.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace zhipi::engine {

namespace {

constexpr std::size_t kChunk = 16 * 1024;  // bytes
// Garbage is looked for once there is so many per cent of what stood after the last time. Cases
// leave little behind; Lua's own 200 would mark the whole pack every few of them.
constexpr int kGarbagePause = 400;

}  // namespace

LuaState::LuaState() : state_(lua_newstate(&LuaState::allocate, &memory_)) {
  if (state_ == nullptr) throw std::bad_alloc();
  lua_gc(state_, LUA_GCINC, kGarbagePause, 0, 0);
}

LuaState::~LuaState() {
  lua_close(state_);
}

LuaState::Memory::~Memory() = default;

void* LuaState::Memory::take(std::size_t size) {
  if (size > kLargest) return std::malloc(size);
  Free*& first = free_[place(size)];
  if (first == nullptr) return carve((place(size) + 1) * kStep);
  return std::exchange(first, first->next);
}

void LuaState::Memory::give_back(void* block, std::size_t size) {
  if (size > kLargest) return std::free(block);
  Free*& first = free_[place(size)];
  first = new (block) Free{first};
}

void* LuaState::Memory::carve(std::size_t size) {
  if (left_ < size) {
    auto chunk = std::unique_ptr<std::byte[]>(new (std::nothrow) std::byte[kChunk]);
    if (chunk == nullptr) return nullptr;
    rest_ = chunk.get();
    left_ = kChunk;
    chunks_.push_back(std::move(chunk));
  }
  left_ -= size;
  return std::exchange(rest_, rest_ + size);
}

void* LuaState::allocate(void* memory, void* block, std::size_t old_size, std::size_t new_size) {
  auto& account = *static_cast<Memory*>(memory);
  const std::size_t held = block == nullptr ? 0 : old_size;  // else old_size tells the type
  if (new_size == 0) {
    if (held > 0) account.give_back(block, held);
    account.used -= held;
    return nullptr;
  }
  if (new_size > held && new_size - held > account.limit - std::min(account.used, account.limit)) {
    return nullptr;
  }
  void* const grown = account.take(new_size);
  if (grown == nullptr) return nullptr;
  if (held > 0) {
    std::memcpy(grown, block, std::min(held, new_size));
    account.give_back(block, held);
  }
  account.used += new_size - held;
  return grown;
}

}  // namespace zhipi::engine
