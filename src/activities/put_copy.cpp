// SPDX-License-Identifier: Apache-2.0
#include "put_copy.hpp"

#include <string>

#include "atomic_file.hpp"
#include "csv_files.hpp"

namespace penstock::activities {

void put_copy(const std::filesystem::path& from, const std::filesystem::path& to) {
  auto input = open_to_read(from);
  AtomicFile output{to};
  std::string block(65'536, '\0');
  while (const auto count = input.rdbuf()->sgetn(block.data(), static_cast<std::streamsize>(block.size()))) {
    output.write({block.data(), static_cast<std::size_t>(count)});
  }
  output.commit();
}

}  // namespace penstock::activities
