# Warnings and sanitizers for all of our own code.
add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
                    -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wno-missing-field-initializers -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these falsely inside its own library when optimising (GCC PR 105329, 105562, 107138).
  add_compile_options(-Wno-error=restrict -Wno-error=maybe-uninitialized -Wno-error=null-dereference
                      -Wno-error=stringop-overflow -Wno-error=array-bounds)
endif()
if(ZHIPI_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(ZHIPI_SANITIZE)
  add_compile_options(-fsanitize=${ZHIPI_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ZHIPI_SANITIZE})
endif()
# Optimised, but with assertions: a broken promise inside the engine must stop, not decide.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
