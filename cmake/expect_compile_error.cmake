# SPDX-License-Identifier: Apache-2.0
#
# Passes if a source does not compile and the compiler says what the source expects in its lines `// EXPECT: …`, each as often as it
# stands there, so that a mere typo does not pass for the error that is meant.
#
#   cmake -D COMPILER=g++ -D INCLUDE=<source tree>/include -D SOURCE=<file> -P expect_compile_error.cmake

cmake_minimum_required(VERSION 3.25)

# How often a text occurs in another.
function(count_occurrences haystack needle result)
  string(REPLACE "${needle}" "" rest "${haystack}")
  string(LENGTH "${haystack}" all)
  string(LENGTH "${rest}" left)
  string(LENGTH "${needle}" one)
  math(EXPR count "(${all} - ${left}) / ${one}")
  set(${result} ${count} PARENT_SCOPE)
endfunction()

file(STRINGS "${SOURCE}" expectations REGEX "// EXPECT: ")
list(TRANSFORM expectations REPLACE ".*// EXPECT: " "")
if(NOT expectations)
  message(FATAL_ERROR "${SOURCE}: a line \"// EXPECT: <text>\" is needed")
endif()

execute_process(
  COMMAND "${COMPILER}" -std=c++20 -fsyntax-only "-I${INCLUDE}" "${SOURCE}"
  RESULT_VARIABLE result
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "${SOURCE}: compiles, but should not")
endif()

# Only the lines of the errors: compilers repeat the source, texts of assertions included.
string(REGEX MATCHALL "error: static[^\n]*" errors "${output}")
set(seen "${expectations}")
list(REMOVE_DUPLICATES seen)
foreach(text IN LISTS seen)
  count_occurrences("${expectations};" "${text};" expected)
  count_occurrences("${errors}" "${text}" found)
  if(NOT found EQUAL expected)
    message(SEND_ERROR "${SOURCE}: \"${text}\" is expected ${expected} times and reported ${found} times:\n${output}")
  endif()
endforeach()
