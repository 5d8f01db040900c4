// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/qglobal.h>

#if defined(MILLRACE_SDK_LIBRARY)
#define MILLRACE_SDK_EXPORT Q_DECL_EXPORT
#else
#define MILLRACE_SDK_EXPORT Q_DECL_IMPORT
#endif
