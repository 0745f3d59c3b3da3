# SPDX-License-Identifier: Apache-2.0
#
# Compiles, links and runs the consumer with nothing but what pkg-config says. The prefix was moved after installation as far as
# the file knows: it never contains the prefix.

set(ENV{PKG_CONFIG_PATH} "${PREFIX}/${LIBDIR}/pkgconfig")
execute_process(
  COMMAND "${PKG_CONFIG}" --cflags --libs penstock
  OUTPUT_VARIABLE flags
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags UNIX_COMMAND "${flags}")
separate_arguments(FLAGS UNIX_COMMAND "${FLAGS}")

file(MAKE_DIRECTORY "${FOLDER}")
execute_process(COMMAND "${COMPILER}" ${FLAGS} -std=c++20 "${CMAKE_CURRENT_LIST_DIR}/../consumer.cpp" -o "${FOLDER}/consumer" ${flags}
                        COMMAND_ERROR_IS_FATAL ANY)
set(ENV{LD_LIBRARY_PATH} "${PREFIX}/${LIBDIR}")
execute_process(COMMAND "${FOLDER}/consumer" WORKING_DIRECTORY "${FOLDER}" COMMAND_ERROR_IS_FATAL ANY)
