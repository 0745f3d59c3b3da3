# SPDX-License-Identifier: Apache-2.0
#
# Puts text files into a component at build time, so that a program needs no files beside it.
#
#   penstock_embed_files(<component> HEADER <header> ELEMENT <type> FUNCTION <function> FILES <glob>...)
#
# The header, written by hand in src/, declares the aggregate ELEMENT of two std::string_view members (name, text) and
#
#     std::span<const ELEMENT> FUNCTION();
#
# The build generates the source that defines FUNCTION: one element per file, in the order of the file names, `name` being the
# name without folder and with its ending, `text` the file as it is. For the migrations of the SQLite store that is
#
#     namespace penstock::sqlite {
#     struct Migration { std::string_view name; std::string_view sql; };   // {"0001_initial.sql", "CREATE TABLE …"}
#     std::span<const Migration> migrations();
#     }
#
# A component that was left out gets nothing. Editing, adding or removing a file rebuilds the source.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  function(penstock_embed_files component)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;ELEMENT;FUNCTION" "FILES")
    if(NOT TARGET penstock_${component})
      return()
    endif()
    list(TRANSFORM arg_FILES PREPEND "${PROJECT_SOURCE_DIR}/")
    file(GLOB files CONFIGURE_DEPENDS ${arg_FILES})
    string(MAKE_C_IDENTIFIER "${arg_FUNCTION}" stem)
    set(output "${PROJECT_BINARY_DIR}/generated/${stem}.cpp")
    # The list of names is an input too: it changes when a file goes.
    set(manifest "${PROJECT_BINARY_DIR}/generated/${stem}.txt")
    list(JOIN files "\n" names)
    file(CONFIGURE OUTPUT "${manifest}" CONTENT "@names@" @ONLY)
    add_custom_command(
      OUTPUT "${output}"
      COMMAND "${CMAKE_COMMAND}" -D "OUTPUT=${output}" -D "MANIFEST=${manifest}" -D "HEADER=${arg_HEADER}" -D "ELEMENT=${arg_ELEMENT}" -D
              "FUNCTION=${arg_FUNCTION}" -P "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
      DEPENDS ${files} "${manifest}" "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
      COMMENT "Embedding the files of ${arg_FUNCTION}"
      VERBATIM)
    target_sources(penstock_${component} PRIVATE "${output}")
  endfunction()
  return()
endif()

file(STRINGS "${MANIFEST}" files)
set(elements)
foreach(file IN LISTS files)
  cmake_path(GET file FILENAME name)
  file(READ "${file}" text)
  string(APPEND elements "    {\"${name}\", R\"embedded(${text})embedded\"},\n")
endforeach()
list(LENGTH files count)
file(
  WRITE "${OUTPUT}"
  "// Generated from the files named below; edit those.
#include \"${HEADER}\"

#include <array>

namespace {

constexpr std::array<${ELEMENT}, ${count}> files{{
${elements}}};

}  // namespace

std::span<const ${ELEMENT}> ${FUNCTION}() { return files; }
")
