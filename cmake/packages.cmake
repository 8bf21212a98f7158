# Every library we link, found in one place; scripts/install-packages names the Debian packages.
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(tl-expected REQUIRED)
find_package(CLI11 REQUIRED)
find_package(toml11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(lua REQUIRED IMPORTED_TARGET lua5.4-c++)
# The archive where there is one: calls into Lua then go straight there.
find_library(LUA_ARCHIVE liblua5.4-c++.a)
if(LUA_ARCHIVE)
  set_target_properties(PkgConfig::lua PROPERTIES
    INTERFACE_LINK_LIBRARIES "${LUA_ARCHIVE};m;${CMAKE_DL_LIBS}")
endif()
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(postgres REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(pistache REQUIRED IMPORTED_TARGET libpistache)
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(tesseract REQUIRED IMPORTED_TARGET tesseract)
pkg_check_modules(tiff REQUIRED IMPORTED_TARGET libtiff-4)
pkg_check_modules(zbar REQUIRED IMPORTED_TARGET zbar)

# Debian's CMake package of oneDNN asks for OpenCL's headers, which are of use for graphics cards alone.
find_library(DNNL_LIBRARY dnnl REQUIRED)

# Debian's single OpenCV modules bring no CMake package of their own.
find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATHS /usr/include/opencv4 REQUIRED)
add_library(zhipi_opencv INTERFACE)
target_include_directories(zhipi_opencv SYSTEM INTERFACE ${OPENCV_INCLUDE_DIR})
foreach(module core imgproc imgcodecs dnn)
  find_library(OPENCV_${module} opencv_${module} REQUIRED)
  target_link_libraries(zhipi_opencv INTERFACE ${OPENCV_${module}})
endforeach()
