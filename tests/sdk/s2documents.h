// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <array>

namespace Millrace {

/// S2's four documents as they are printed: as submitted, after template, after ai_generator, final.
inline const std::array<QByteArray, 4> kS2Documents = {
    QByteArray(R"json({
  "id": "ctx_123456",
  "type": "article",
  "status": "pending",
  "pipeline": ["template", "ai_generator", "transformer"],
  "data": {
    "title": "Example Article",
    "keywords": ["microservices", "architecture", "documentation"],
    "target_audience": "developers",
    "tone": "technical"
  },
  "created_at": "2023-05-15T10:30:00Z",
  "updated_at": "2023-05-15T10:30:00Z"
})json"),
    QByteArray(R"json({
  "id": "ctx_123456",
  "type": "article",
  "status": "processing",
  "pipeline": ["template", "ai_generator", "transformer"],
  "data": {
    "title": "Example Article",
    "keywords": ["microservices", "architecture", "documentation"],
    "target_audience": "developers",
    "tone": "technical",
    "template": {
      "id": "tmpl_article_technical",
      "sections": [
        {"type": "introduction", "instructions": "Introduce the topic with technical context"},
        {"type": "body", "sections": 3, "instructions": "Cover the main points in detail"},
        {"type": "conclusion", "instructions": "Summarize the key takeaways"}
      ]
    }
  },
  "processing": {
    "current_component": "template",
    "completed_components": ["template"],
    "start_time": "2023-05-15T10:31:00Z"
  },
  "created_at": "2023-05-15T10:30:00Z",
  "updated_at": "2023-05-15T10:31:05Z"
})json"),
    QByteArray(R"json({
  "id": "ctx_123456",
  "type": "article",
  "status": "processing",
  "pipeline": ["template", "ai_generator", "transformer"],
  "data": {
    "title": "Example Article",
    "keywords": ["microservices", "architecture", "documentation"],
    "target_audience": "developers",
    "tone": "technical",
    "template": {
      "id": "tmpl_article_technical",
      "sections": [
        {"type": "introduction", "instructions": "Introduce the topic with technical context"},
        {"type": "body", "sections": 3, "instructions": "Cover the main points in detail"},
        {"type": "conclusion", "instructions": "Summarize the key takeaways"}
      ]
    },
    "generated_content": {
      "introduction": "Microservices architecture has revolutionized...",
      "body": [
        {"heading": "Key Principles", "content": "The fundamental principles include..."},
        {"heading": "Implementation Strategies", "content": "When implementing microservices..."},
        {"heading": "Common Challenges", "content": "Organizations often face challenges such as..."}
      ],
      "conclusion": "By following these best practices, developers can..."
    },
    "model_used": "gpt-4",
    "generation_parameters": {
      "temperature": 0.7,
      "max_tokens": 2000
    }
  },
  "processing": {
    "current_component": "ai_generator",
    "completed_components": ["template", "ai_generator"],
    "start_time": "2023-05-15T10:31:00Z"
  },
  "created_at": "2023-05-15T10:30:00Z",
  "updated_at": "2023-05-15T10:32:15Z"
})json"),
    QByteArray(R"json({
  "id": "ctx_123456",
  "type": "article",
  "status": "completed",
  "pipeline": ["template", "ai_generator", "transformer"],
  "data": {
    "title": "Example Article",
    "keywords": ["microservices", "architecture", "documentation"],
    "target_audience": "developers",
    "tone": "technical",
    "template": {
      "id": "tmpl_article_technical",
      "sections": [
        {"type": "introduction", "instructions": "Introduce the topic with technical context"},
        {"type": "body", "sections": 3, "instructions": "Cover the main points in detail"},
        {"type": "conclusion", "instructions": "Summarize the key takeaways"}
      ]
    },
    "generated_content": {
      "introduction": "Microservices architecture has revolutionized...",
      "body": [
        {"heading": "Key Principles", "content": "The fundamental principles include..."},
        {"heading": "Implementation Strategies", "content": "When implementing microservices..."},
        {"heading": "Common Challenges", "content": "Organizations often face challenges such as..."}
      ],
      "conclusion": "By following these best practices, developers can..."
    },
    "model_used": "gpt-4",
    "generation_parameters": {
      "temperature": 0.7,
      "max_tokens": 2000
    },
    "formatted_content": {
      "format": "markdown",
      "word_count": 1250,
      "reading_time": "6 minutes",
      "content": "# Example Article\n\n## Introduction\n\nMicroservices architecture has revolutionized...\n\n## Key Principles\n\nThe fundamental principles include...\n\n## Implementation Strategies\n\nWhen implementing microservices...\n\n## Common Challenges\n\nOrganizations often face challenges such as...\n\n## Conclusion\n\nBy following these best practices, developers can..."
    }
  },
  "processing": {
    "completed_components": ["template", "ai_generator", "transformer"],
    "start_time": "2023-05-15T10:31:00Z",
    "end_time": "2023-05-15T10:33:05Z",
    "duration_ms": 125000
  },
  "created_at": "2023-05-15T10:30:00Z",
  "updated_at": "2023-05-15T10:33:05Z"
})json"),
};

} // namespace Millrace
