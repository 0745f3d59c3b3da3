# SPDX-License-Identifier: Apache-2.0
#
#   cmake -D ROOT=<source folder> -P check_readme.cmake
#
# The program on README's first screen, and what it is said to print, are those of examples/01_hello (without its licence line); the test
# that it shows stands in examples/09_testing.

file(READ "${ROOT}/README.md" readme)

# Sets `block` to what stands between the fence that opens with `language` after the comment `<!-- marker -->` and the next fence.
function(read_block marker language)
  string(FIND "${readme}" "<!-- ${marker} -->\n```${language}\n" begin)
  if(begin EQUAL -1)
    message(FATAL_ERROR "README.md has no block of ${language} after <!-- ${marker} -->")
  endif()
  string(LENGTH "<!-- ${marker} -->\n```${language}\n" length)
  math(EXPR begin "${begin} + ${length}")
  string(SUBSTRING "${readme}" ${begin} -1 rest)
  string(FIND "${rest}" "```" end)
  string(SUBSTRING "${rest}" 0 ${end} block)
  set(block "${block}" PARENT_SCOPE)
endfunction()

# The block is the whole file.
function(check_block marker language file)
  read_block(${marker} ${language})
  file(READ "${ROOT}/${file}" expected)
  string(REGEX REPLACE "^// SPDX[^\n]*\n" "" expected "${expected}")
  if(NOT block STREQUAL expected)
    message(FATAL_ERROR "README.md differs from ${file}: its block after <!-- ${marker} --> is\n${block}\nand should be\n${expected}")
  endif()
endfunction()

# The block is a part of the file.
function(check_excerpt marker language file)
  read_block(${marker} ${language})
  file(READ "${ROOT}/${file}" whole)
  string(FIND "${whole}" "${block}" found)
  if(found EQUAL -1)
    message(FATAL_ERROR "README.md shows what ${file} does not have:\n${block}")
  endif()
endfunction()

check_block(01_hello.cpp cpp examples/01_hello.cpp)
check_block(01_hello.expected text examples/01_hello.expected)
check_excerpt(09_testing/nightly_test.cpp cpp examples/09_testing/nightly_test.cpp)
