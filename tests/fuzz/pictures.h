// Small pictures of every type that is taken, as seeds.
#pragma once

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>
#include <vector>

namespace zhipi::fuzz {

inline std::vector<std::string> pictures() {
  cv::Mat picture(24, 40, CV_8UC3, cv::Scalar(250, 240, 255));
  cv::line(picture, {3, 4}, {33, 18}, {20, 10, 0}, 2);
  std::vector<std::string> files;
  for (const char* const type : {".png", ".jpg", ".bmp", ".webp", ".tiff"}) {
    std::vector<unsigned char> bytes;
    cv::imencode(type, picture, bytes);
    files.emplace_back(bytes.begin(), bytes.end());
  }
  std::string plain = "P6\n40 24\n255\n";
  plain.append(picture.datastart, picture.dataend);
  files.push_back(std::move(plain));
  return files;
}

}  // namespace zhipi::fuzz
