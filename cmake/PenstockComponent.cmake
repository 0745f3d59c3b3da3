# SPDX-License-Identifier: Apache-2.0
#
# One call makes one component of Penstock: library `penstock_<name>`, alias `penstock::<name>`, header set, export set and
# `find_package(penstock COMPONENTS <name>)`.
#
#   penstock_component(<name> [FOLDERS <folder>...] [SOURCES <glob>...] [HEADERS <header>...] [OPT_IN_HEADERS <header>...]
#                      [PUBLIC_LINK <target>...] [PRIVATE_LINK <target>...])
#       Sources are src/<folder>/**.cpp and public headers include/penstock/<folder>/**.hpp; FOLDERS defaults to <name>.
#       SOURCES and HEADERS are further ones, below src and include/penstock. OPT_IN_HEADERS are installed
#       like the others, but need a library that only their users link, so they are not compiled on their own. A component without a source is left out. All but
#       core link core, so the arrow points one way.
#   penstock_umbrella(HEADERS <header>... LINK <component>...)
#       penstock::penstock: what most hosts link.
#   penstock_program(<name> PRIVATE_LINK <target>...)
#       The program from src/cli: everything but main.cpp is a library that is not installed, so that tests can link it.
#   penstock_docs(<program>)
#       Target `docs`: the reference documentation, docs/object-types.md in the build tree, as the program prints it.
#   penstock_install_package()
#       The CMake configuration, its version file and the pkg-config file.

include(GNUInstallDirs)

set(PENSTOCK_PACKAGE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/penstock")

# Flags of ours, for targets of ours: nothing leaks to a project that contains or links Penstock.
function(penstock_compile_settings target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF COMPILE_WARNING_AS_ERROR ${PENSTOCK_WARNINGS_AS_ERRORS})
endfunction()

function(penstock_export target name)
  add_library(penstock::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  set_property(GLOBAL APPEND PROPERTY PENSTOCK_COMPONENTS ${name})
  if(PENSTOCK_INSTALL)
    set(opt_in)
    get_target_property(header_sets ${target} INTERFACE_HEADER_SETS)
    if("opt_in" IN_LIST header_sets)
      set(opt_in FILE_SET opt_in COMPONENT development)
    endif()
    install(
      TARGETS ${target}
      EXPORT penstock-${name}-targets
      RUNTIME COMPONENT runtime
      LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
      ARCHIVE COMPONENT development
      FILE_SET HEADERS COMPONENT development
      ${opt_in})
    install(
      EXPORT penstock-${name}-targets
      NAMESPACE penstock::
      DESTINATION "${PENSTOCK_PACKAGE_DIR}"
      COMPONENT development)
  endif()
endfunction()

function(penstock_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "FOLDERS;SOURCES;HEADERS;OPT_IN_HEADERS;PUBLIC_LINK;PRIVATE_LINK")
  if(NOT arg_FOLDERS)
    set(arg_FOLDERS ${name})
  endif()

  set(sources)
  set(headers)
  foreach(folder IN LISTS arg_FOLDERS)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${folder}/*.cpp")
    list(APPEND sources ${found})
    file(GLOB_RECURSE found CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/penstock/${folder}/*.hpp")
    list(APPEND headers ${found})
  endforeach()
  list(TRANSFORM arg_SOURCES PREPEND "${PROJECT_SOURCE_DIR}/src/")
  list(TRANSFORM arg_HEADERS PREPEND "${PROJECT_SOURCE_DIR}/include/penstock/")
  list(TRANSFORM arg_OPT_IN_HEADERS PREPEND "${PROJECT_SOURCE_DIR}/include/penstock/")
  if(arg_SOURCES)
    file(GLOB found CONFIGURE_DEPENDS ${arg_SOURCES})
    list(APPEND sources ${found})
  endif()
  list(APPEND headers ${arg_HEADERS})
  if(arg_OPT_IN_HEADERS)
    list(REMOVE_ITEM headers ${arg_OPT_IN_HEADERS})
  endif()
  if(NOT sources)
    return()
  endif()

  set(target penstock_${name})
  add_library(${target} ${sources})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${headers})
  if(arg_OPT_IN_HEADERS)
    target_sources(${target} PUBLIC FILE_SET opt_in TYPE HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${arg_OPT_IN_HEADERS})
    set_target_properties(${target} PROPERTIES INTERFACE_HEADER_SETS_TO_VERIFY HEADERS)
  endif()
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/src")
  target_link_libraries(${target} PUBLIC ${arg_PUBLIC_LINK} PRIVATE ${arg_PRIVATE_LINK})
  if(NOT name STREQUAL "core")
    target_link_libraries(${target} PUBLIC penstock::core)
  endif()
  # Also when static: a host may put it into a shared object of its own. The ABI may change with every minor version before 1.0.
  set_target_properties(
    ${target}
    PROPERTIES POSITION_INDEPENDENT_CODE ON
               VERSION ${PROJECT_VERSION}
               SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  penstock_compile_settings(${target})
  penstock_export(${target} ${name})
endfunction()

function(penstock_umbrella)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "HEADERS;LINK")
  add_library(penstock_penstock INTERFACE)
  set(headers)
  foreach(header IN LISTS arg_HEADERS)
    file(GLOB found CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/penstock/${header}")
    list(APPEND headers ${found})
  endforeach()
  target_sources(penstock_penstock INTERFACE FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${headers})
  foreach(component IN LISTS arg_LINK)
    if(TARGET penstock::${component})
      target_link_libraries(penstock_penstock INTERFACE penstock::${component})
    endif()
  endforeach()
  penstock_export(penstock_penstock penstock)
endfunction()

function(penstock_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PRIVATE_LINK")
  set(main "${PROJECT_SOURCE_DIR}/src/cli/main.cpp")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/cli/*.cpp")
  if(NOT main IN_LIST sources)
    return()
  endif()
  list(REMOVE_ITEM sources "${main}")

  add_executable(${name} "${main}")
  target_link_libraries(${name} PRIVATE penstock::penstock ${arg_PRIVATE_LINK})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/src")
  penstock_compile_settings(${name})
  if(sources)
    add_library(penstock_cli STATIC ${sources})
    target_link_libraries(penstock_cli PUBLIC penstock::penstock ${arg_PRIVATE_LINK})
    target_include_directories(penstock_cli PRIVATE "${PROJECT_SOURCE_DIR}/src")
    penstock_compile_settings(penstock_cli)
    target_link_libraries(${name} PRIVATE penstock_cli)
  endif()
  if(PENSTOCK_INSTALL)
    file(RELATIVE_PATH libraries "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}")
    set_target_properties(${name} PROPERTIES INSTALL_RPATH "$ORIGIN/${libraries}")
    install(TARGETS ${name} RUNTIME COMPONENT runtime)
  endif()
endfunction()

function(penstock_docs program)
  set(file "${PROJECT_BINARY_DIR}/docs/object-types.md")
  file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/docs")
  add_custom_command(
    OUTPUT "${file}"
    COMMAND ${program} types --markdown > "${file}"
    DEPENDS ${program}
    COMMENT "Writing docs/object-types.md"
    VERBATIM)
  add_custom_target(docs ALL DEPENDS "${file}")
endfunction()

function(penstock_install_package)
  include(CMakePackageConfigHelpers)
  get_property(components GLOBAL PROPERTY PENSTOCK_COMPONENTS)

  list(JOIN components " " PENSTOCK_COMPONENTS)
  configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/penstock-config.cmake.in" penstock-config.cmake
                                INSTALL_DESTINATION "${PENSTOCK_PACKAGE_DIR}" NO_CHECK_REQUIRED_COMPONENTS_MACRO)
  write_basic_package_version_file(penstock-config-version.cmake COMPATIBILITY SameMinorVersion)
  install(
    FILES "${PROJECT_BINARY_DIR}/penstock-config.cmake" "${PROJECT_BINARY_DIR}/penstock-config-version.cmake"
          "${PROJECT_SOURCE_DIR}/cmake/Findcctz.cmake"
    DESTINATION "${PENSTOCK_PACKAGE_DIR}"
    COMPONENT development)

  # Dependents before what they depend on: a linker reads static libraries once, from left to right.
  set(libraries)
  foreach(component activities openssl tbb sqlite core)
    if(component IN_LIST components)
      string(APPEND libraries " -lpenstock_${component}")
    endif()
  endforeach()
  set(modules " fmt")
  if("sqlite" IN_LIST components OR "activities" IN_LIST components)
    string(APPEND modules " sqlite3")
  endif()
  if("tbb" IN_LIST components)
    string(APPEND modules " tbb")
  endif()
  if("openssl" IN_LIST components)
    string(APPEND modules " libcrypto")
  endif()
  # A shared Penstock names its dependencies itself; a static one cannot be linked without them.
  if(BUILD_SHARED_LIBS)
    set(dependencies "Requires.private:${modules}\nLibs.private: -lcctz")
  else()
    set(dependencies "Requires:${modules}")
    string(APPEND libraries " -lcctz")
  endif()
  file(RELATIVE_PATH prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  string(REGEX REPLACE "/$" "" prefix "${prefix}")
  configure_file("${PROJECT_SOURCE_DIR}/cmake/penstock.pc.in" penstock.pc @ONLY)
  install(
    FILES "${PROJECT_BINARY_DIR}/penstock.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
    COMPONENT development)
endfunction()
