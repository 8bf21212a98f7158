#include "engine/lua_state.h"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace zhipi::engine {

LuaState::LuaState() : state_(lua_newstate(&LuaState::allocate, &memory_)) {
  if (state_ == nullptr) throw std::bad_alloc();
}

LuaState::~LuaState() {
  lua_close(state_);
}

void* LuaState::allocate(void* memory, void* block, std::size_t old_size, std::size_t new_size) {
  auto& account = *static_cast<Memory*>(memory);
  const std::size_t held = block == nullptr ? 0 : old_size;  // else old_size tells the type
  if (new_size == 0) {
    std::free(block);
    account.used -= held;
    return nullptr;
  }
  if (new_size > held && new_size - held > account.limit - std::min(account.used, account.limit)) {
    return nullptr;
  }
  void* const grown = std::realloc(block, new_size);
  if (grown != nullptr) account.used += new_size - held;
  return grown;
}

}  // namespace zhipi::engine
