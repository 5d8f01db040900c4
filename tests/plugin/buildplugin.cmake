# SPDX-FileCopyrightText: 2026 The Millrace authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Run by ctest: installs the sdk beside the build, then configures and builds the plugin project against it.
file(REMOVE_RECURSE ${WORK_DIR})
function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
run(${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${WORK_DIR}/sdk --component sdk)
run(${CMAKE_COMMAND} -S ${PROJECT_DIR} -B ${WORK_DIR}/build -G ${GENERATOR}
    -DCMAKE_PREFIX_PATH=${WORK_DIR}/sdk -DCMAKE_BUILD_TYPE=${BUILD_TYPE} -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    -DCMAKE_LIBRARY_OUTPUT_DIRECTORY=${WORK_DIR}/plugins -DMILLRACE_SOURCES=${SOURCE_DIR})
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build)

# The example, as plugins/README.md says.
run(${CMAKE_COMMAND} -S ${SOURCE_DIR}/plugins/wordcount -B ${WORK_DIR}/wordcount -G ${GENERATOR}
    -DCMAKE_PREFIX_PATH=${WORK_DIR}/sdk -DCMAKE_BUILD_TYPE=${BUILD_TYPE} -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    -DCMAKE_LIBRARY_OUTPUT_DIRECTORY=${WORK_DIR}/example)
run(${CMAKE_COMMAND} --build ${WORK_DIR}/wordcount)
