# SPDX-License-Identifier: Apache-2.0
#
# What a builder may choose. Defaults differ only in whether Penstock is the project being built or a part of another one.

option(BUILD_SHARED_LIBS "Build shared libraries" OFF)
option(PENSTOCK_SQLITE "Build penstock::sqlite, the durable store" ON)
option(PENSTOCK_TBB "Build penstock::tbb, the oneTBB executor" ON)
option(PENSTOCK_ACTIVITIES "Build penstock::activities: shell, copy, function, SQL on SQLite, file nodes" ON)
option(PENSTOCK_OPENSSL "Build penstock::openssl, the vault that seals secrets with AES-256-GCM" ON)
option(PENSTOCK_TESTING "Build penstock::testing, the kit for testing pipelines" ON)
option(PENSTOCK_CLI "Build the penstock program" ${PROJECT_IS_TOP_LEVEL})
option(PENSTOCK_EXAMPLES "Build the examples" ${PROJECT_IS_TOP_LEVEL})
option(PENSTOCK_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(PENSTOCK_FUZZ "Build fuzz targets instead of tests (clang)" OFF)
option(PENSTOCK_INSTALL "Add install rules" ${PROJECT_IS_TOP_LEVEL})
# Nobody must install Google Benchmark to build Penstock; where it is, the target bench_report is there as well.
if(PROJECT_IS_TOP_LEVEL)
  find_package(benchmark QUIET)
endif()
option(PENSTOCK_BENCH "Add the benchmarks, which `all` leaves out, and the target bench_report" ${benchmark_FOUND})
option(PENSTOCK_CCACHE "Compile through ccache when it is found" ${PROJECT_IS_TOP_LEVEL})

# A compiler newer than those Penstock is built with every day may warn of something new; that must not end a stranger's first build.
set(known_compiler OFF)
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
   OR (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15))
  set(known_compiler ${PROJECT_IS_TOP_LEVEL})
endif()
option(PENSTOCK_WARNINGS_AS_ERRORS "Fail the build on a compiler warning" ${known_compiler})

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

if(PENSTOCK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(PENSTOCK_CCACHE_PROGRAM ccache)
  mark_as_advanced(PENSTOCK_CCACHE_PROGRAM)
  if(PENSTOCK_CCACHE_PROGRAM)
    # All sources are named by their absolute path, so the same object serves every build folder, whatever it is called.
    set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_NOHASHDIR=1 "${PENSTOCK_CCACHE_PROGRAM}")
  endif()
endif()

# Everything is instrumented, or fuzzing would see nothing of it; only the targets themselves bring libFuzzer's main.
if(PENSTOCK_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "PENSTOCK_FUZZ needs clang and its libFuzzer; the preset `fuzz` chooses it")
  endif()
  set(sanitizers -fsanitize=address,undefined)
  add_compile_options(${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer -fsanitize=fuzzer-no-link)
  add_link_options(${sanitizers})
endif()
