// One pool of real workers for a test program, and specimens to give it.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "ocr/client/reader_pool.h"
#include "tests/corpus/specimen.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {

inline ReaderOptions test_options() {
  ReaderOptions options;
  options.program = std::string(ZHIPI_BINARY_DIR) + "/zhipi-reader";
  options.workers = 1;
  return options;
}

inline std::string specimen(const std::string& document, const std::string& condition,
                            specimens::Format format = specimens::Format::png,
                            json::object values = {}, json::object layout = {}) {
  specimens::Request request;
  request.document = document;
  request.condition = condition;
  request.format = format;
  request.values = std::move(values);
  request.layout = std::move(layout);
  request.font = "Noto Sans CJK SC";
  request.seed = 20'261'120;
  return specimens::make_specimen(request).value().bytes;
}

// A person whom nobody is: the sequence 901 is not given out.
inline json::object invented_person() {
  return {{"full_name", "林秀英"},
          {"sex", "女"},
          {"ethnicity", "汉"},
          {"birth_date", "1940-05-06"},
          {"id_number", "350102194005069223"},
          {"address", "福建省福州市鼓楼区东街12号"}};
}

}  // namespace zhipi::ocr
