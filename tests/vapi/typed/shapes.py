"""Events in the shapes Vapi documents, and in those its webhooks really have."""

CALL = {
    "id": "call-1",
    "orgId": "org-1",
    "type": "inboundPhoneCall",
    "status": "queued",
    "createdAt": "2026-05-04T10:00:00.000Z",
    "assistantId": "assistant-1",
    "phoneNumberId": "line-1",
    "customer": {"number": "+12025550142"},
    "assistantOverrides": {
        "metadata": {"order": 7},
        "variableValues": {"plan": "gold"},
    },
    "monitor": {"controlUrl": "https://x.vapi.ai/control"},
}
COMMON = {
    "timestamp": 1777888800000,
    "call": CALL,
    "customer": {"number": "+12025550142", "name": "Dana", "externalId": "c-9"},
    "phoneNumber": {"id": "line-1", "number": "+12025550100", "name": "Main"},
    "assistant": {"name": "Atlas", "server": {"secret": "s3cret"}},
    "assistantVersion": "v3",
}
SAID = [
    {"role": "system", "message": "Be kind.", "time": 1777888800000},
    {
        "role": "bot",
        "message": "Hello.",
        "time": 1777888801000.001,
        "endTime": 1777888802500,
        "secondsFromStart": 1.0,
        "duration": 1500,
    },
    {
        "role": "tool_calls",
        "message": "",
        "time": 1777888803000,
        "secondsFromStart": 3,
        "toolCalls": [
            {
                "id": "t1",
                "type": "function",
                "function": {"name": "f", "arguments": "{}"},
            }
        ],
    },
    {
        "role": "tool_call_result",
        "toolCallId": "t1",
        "name": "f",
        "result": "Done.",
        "time": 1777888804000,
        "secondsFromStart": 4,
    },
]
SAID_TO_OPENAI = [
    {"role": "assistant", "content": "Hello."},
    {"role": "user", "content": [{"type": "text", "text": "Hi"}]},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "t1", "function": {"name": "f", "arguments": "{}"}}],
    },
    {"role": "tool", "tool_call_id": "t1", "content": "Done."},
]
ASSISTANT = {"id": "a-2", "name": "Billing", "server": {"secret": "s3cret"}}

EVENTS = [
    (
        {"type": "status-update", "status": "in-progress"},
        {"status_update": {"status": "in-progress"}},
    ),
    (
        {
            "type": "status-update",
            "status": "ended",
            "endedReason": "customer-busy",
            "inboundPhoneCallDebuggingArtifacts": {"error": "busy", "apiKey": "k"},
        },
        {
            "status_update": {
                "status": "ended",
                "ended_reason": "customer-busy",
                "debugging_artifacts": {"error": "busy"},
            }
        },
    ),
    (
        {
            "type": "status-update",
            "status": "forwarding",
            "destination": {"type": "number", "number": "+12025550199", "message": ""},
            "transcript": "AI: Hello.",
            "summary": "A greeting.",
            "messagesOpenAIFormatted": SAID_TO_OPENAI[:1],
        },
        {
            "status_update": {
                "status": "forwarding",
                "destination": {"number": "+12025550199", "message": ""},
                "transcript": "AI: Hello.",
                "summary": "A greeting.",
                "turns": [{"role": "assistant", "text": "Hello."}],
            }
        },
    ),
    (
        {"type": "speech-update", "status": "started", "role": "user", "turn": 2.0},
        {"speech_update": {"status": "started", "role": "user", "turn": 2}},
    ),
    (
        {
            "type": "transcript",
            "role": "user",
            "transcriptType": "partial",
            "transcript": "Hel",
            "confidence": 0.5,
            "confidenceSource": "provider",
        },
        {
            "transcript": {
                "role": "user",
                "text": "Hel",
                "confidence": 0.5,
                "confidence_source": "provider",
            }
        },
    ),
    (
        {
            "type": 'transcript[transcriptType="final"]',
            "role": "assistant",
            "transcriptType": "final",
            "transcript": "Hello.",
            "isFiltered": True,
            "detectedThreats": ["sql"],
            "originalTranscript": "Hello; drop",
            "assistantId": "assistant-1",
            "assistantName": "Atlas",
        },
        {
            "transcript": {
                "role": "assistant",
                "final": True,
                "text": "Hello.",
                "filtered": True,
                "detected_threats": ["sql"],
                "original_text": "Hello; drop",
                "assistant_id": "assistant-1",
                "assistant_name": "Atlas",
            }
        },
    ),
    (
        {"type": "conversation-update", "conversation": SAID_TO_OPENAI},
        {
            "conversation_update": {
                "turns": [
                    {"role": "assistant", "text": "Hello."},
                    {"role": "user", "text": "Hi"},
                    {
                        "role": "tool_calls",
                        "tool_calls": [{"id": "t1", "name": "f", "arguments": "{}"}],
                    },
                    {
                        "role": "tool_call_result",
                        "text": "Done.",
                        "tool_call_id": "t1",
                    },
                ]
            }
        },
    ),
    (
        {
            "type": "conversation-update",
            "messages": SAID,
            "messagesOpenAIFormatted": SAID_TO_OPENAI,
        },
        {
            "conversation_update": {
                "turns": [
                    {
                        "role": "system",
                        "text": "Be kind.",
                        "time": "2026-05-04T10:00:00Z",
                    },
                    {
                        "role": "assistant",
                        "text": "Hello.",
                        "time": "2026-05-04T10:00:01Z",
                        "offset": "1s",
                        "duration": "1.500s",
                    },
                    {
                        "role": "tool_calls",
                        "tool_calls": [{"id": "t1", "name": "f", "arguments": "{}"}],
                        "time": "2026-05-04T10:00:03Z",
                        "offset": "3s",
                    },
                    {
                        "role": "tool_call_result",
                        "text": "Done.",
                        "tool_call_id": "t1",
                        "tool_name": "f",
                        "time": "2026-05-04T10:00:04Z",
                        "offset": "4s",
                    },
                ]
            }
        },
    ),
    (
        {
            "type": "conversation-update",
            "messages": [
                {"role": "function_call", "name": "f", "args": {"a": 1}},
                {"role": "function_result", "name": "f", "result": "Done."},
            ],
        },
        {
            "conversation_update": {
                "turns": [
                    {
                        "role": "tool_calls",
                        "tool_calls": [{"name": "f", "arguments": '{"a":1}'}],
                    },
                    {"role": "tool_call_result", "text": "Done.", "tool_name": "f"},
                ]
            }
        },
    ),
    (
        {"type": "model-output", "output": "Hel", "turnId": "turn-1"},
        {"model_output": {"text": "Hel", "turn_id": "turn-1"}},
    ),
    (
        {
            "type": "model-output",
            "output": [{"id": "t1", "function": {"name": "f", "arguments": {"a": 1}}}],
        },
        {
            "model_output": {
                "tool_calls": [{"id": "t1", "name": "f", "arguments": '{"a":1}'}]
            }
        },
    ),
    (
        {
            "type": "model-output",
            "output": {"id": "t1", "function": {"name": "f", "arguments": ""}},
        },
        {
            "model_output": {
                "tool_calls": [{"id": "t1", "name": "f", "arguments": "{}"}]
            }
        },
    ),
    (
        {"type": "assistant.started"},
        {
            "assistant_started": {
                "assistant": {"id": "assistant-1", "name": "Atlas", "version": "v3"}
            }
        },
    ),
    (
        {"type": "assistant.started", "newAssistant": ASSISTANT},
        {"assistant_started": {"assistant": {"id": "a-2", "name": "Billing"}}},
    ),
    (
        {
            "type": "assistant.speechStarted",
            "text": "Hello you",
            "turn": 1,
            "source": "force-say",
            "timing": {
                "type": "word-alignment",
                "words": ["Hello", " ", "you"],
                "wordsStartTimesMs": [0, 400, 450.0],
                "wordsEndTimesMs": [400, 450],
            },
        },
        {
            "assistant_speech": {
                "text": "Hello you",
                "turn": 1,
                "source": "force-say",
                "word_alignment": {
                    "words": [
                        {"word": "Hello", "start": "0s", "end": "0.400s"},
                        {"word": " ", "start": "0.400s", "end": "0.450s"},
                        {"word": "you", "start": "0.450s"},
                    ]
                },
            }
        },
    ),
    (
        {
            "type": "assistant.speechStarted",
            "text": "Hello",
            "timing": {
                "type": "word-progress",
                "wordsSpoken": 1,
                "totalWords": 0,
                "segment": "Hello",
                "segmentDurationMs": 250,
                "words": [{"word": "Hello", "startMs": 0, "endMs": 250}],
            },
        },
        {
            "assistant_speech": {
                "text": "Hello",
                "word_progress": {
                    "words_spoken": 1,
                    "segment": "Hello",
                    "segment_duration": "0.250s",
                    "words": [{"word": "Hello", "start": "0s", "end": "0.250s"}],
                },
            }
        },
    ),
    (
        {"type": "user-interrupted", "turnId": "turn-1"},
        {"user_interrupted": {"turn_id": "turn-1"}},
    ),
    ({"type": "user-interrupted"}, {"user_interrupted": {}}),
    ({"type": "voice-input", "input": "Hello."}, {"voice_input": {"input": "Hello."}}),
    (
        {"type": "language-change-detected", "language": "es"},
        {"language_change": {"language": "es"}},
    ),
    (
        {"type": "language-changed", "language": "es"},
        {"language_change": {"language": "es"}},
    ),
    ({"type": "hang"}, {"hang": {}}),
    (
        {
            "type": "transfer-update",
            "destination": {"type": "assistant", "assistantName": "Billing"},
            "toAssistant": ASSISTANT,
            "fromAssistant": {"name": "Atlas"},
            "toStepRecord": {"step": 2, "server": {"secret": "s3cret"}},
        },
        {
            "transfer_update": {
                "destination": {"assistant_name": "Billing"},
                "to_assistant": {"id": "a-2", "name": "Billing"},
                "from_assistant": {"name": "Atlas"},
                "to_step": {"step": 2.0},
            }
        },
    ),
    (
        {"type": "phone-call-control", "request": "hang-up"},
        {"phone_call_control": {"request": "hang-up"}},
    ),
    (
        {
            "type": "phone-call-control",
            "request": "forward",
            "destination": {
                "type": "sip",
                "sipUri": "sip:desk@example.com",
                "sipHeaders": {"x-case": "7"},
                "message": {"type": "request-start", "content": "One moment."},
                "transferPlan": {"mode": "blind-transfer", "sipVerb": "refer"},
            },
        },
        {
            "phone_call_control": {
                "request": "forward",
                "destination": {
                    "sip_uri": "sip:desk@example.com",
                    "message": "One moment.",
                    "transfer_plan": {
                        "mode": "blind-transfer",
                        "settings": {"sipVerb": "refer"},
                    },
                    "settings": {"sipHeaders": {"x-case": "7"}},
                },
            }
        },
    ),
    (
        {
            "type": "chat.created",
            "chat": {
                "id": "chat-1",
                "orgId": "org-1",
                "assistantId": "assistant-1",
                "sessionId": "session-1",
                "input": "Hi",
                "output": [{"role": "assistant", "content": "Hello."}],
                "createdAt": "2026-05-04T10:00:00Z",
                "cost": 0.01,
            },
        },
        {
            "chat": {
                "id": "chat-1",
                "session_id": "session-1",
                "assistant_id": "assistant-1",
                "turns": [
                    {"role": "user", "text": "Hi"},
                    {"role": "assistant", "text": "Hello."},
                ],
                "create_time": "2026-05-04T10:00:00Z",
                "cost": 0.01,
            }
        },
    ),
    ({"type": "chat.deleted", "chat": {"id": "chat-1"}}, {"chat": {"id": "chat-1"}}),
    *[
        (
            {
                "type": f"session.{what}",
                "session": {
                    "id": "session-1",
                    "status": "active",
                    "expirationSeconds": 60,
                    "messages": SAID_TO_OPENAI[:1],
                    "assistant": ASSISTANT,
                },
            },
            {
                "session": {
                    "id": "session-1",
                    "status": "active",
                    "expiration": "60s",
                    "turns": [{"role": "assistant", "text": "Hello."}],
                }
            },
        )
        for what in ("created", "updated", "deleted")
    ],
    ({"type": "call.deleted"}, {"call_deleted": {}}),
    ({"type": "call.delete.failed"}, {"call_delete_failed": {}}),
    (
        {
            "type": "call.artifact.upload",
            "artifacts": [
                {"type": "recording-mono", "success": True},
                {"type": "log", "success": False},
            ],
        },
        {
            "call_artifact_upload": {
                "artifacts": [
                    {"type": "recording-mono", "success": True},
                    {"type": "log"},
                ]
            }
        },
    ),
    (
        {
            "type": "end-of-call-report",
            "endedReason": "customer-ended-call",
            "cost": 0.19,
            "costs": [
                {"type": "model", "cost": 0.01, "promptTokens": 12, "model": {"x": 1}}
            ],
            "startedAt": "2026-05-04T10:00:00.000Z",
            "endedAt": "2026-05-04T10:01:30.500Z",
            "analysis": {
                "summary": "A greeting.",
                "structuredData": {"token": "T-7"},
                "structuredDataMulti": [{"a": 1}],
                "successEvaluation": "true",
            },
            "compliance": {"recordingConsent": {"type": "verbal"}},
            "artifact": {
                "messages": SAID[1:2],
                "transcript": "AI: Hello.",
                "recording": {
                    "stereoUrl": "https://r.example/s.wav",
                    "mono": {"combinedUrl": "https://r.example/m.wav"},
                },
                "structuredOutputs": {"o1": {"result": 5}},
                "performanceMetrics": {"turnLatencyAverage": 700},
            },
        },
        {
            "end_of_call_report": {
                "ended_reason": "customer-ended-call",
                "cost": 0.19,
                "costs": [
                    {
                        "type": "model",
                        "cost": 0.01,
                        "details": {"promptTokens": 12.0, "model": {"x": 1.0}},
                    }
                ],
                "start_time": "2026-05-04T10:00:00Z",
                "end_time": "2026-05-04T10:01:30.500Z",
                "duration": "90.500s",
                "analysis": {
                    "summary": "A greeting.",
                    "structured_data": {"token": "T-7"},
                    "structured_data_multi": [{"a": 1.0}],
                    "success_evaluation": "true",
                },
                "turns": [
                    {
                        "role": "assistant",
                        "text": "Hello.",
                        "time": "2026-05-04T10:00:01Z",
                        "offset": "1s",
                        "duration": "1.500s",
                    }
                ],
                "transcript": "AI: Hello.",
                "recording_url": "https://r.example/m.wav",
                "stereo_recording_url": "https://r.example/s.wav",
                "structured_outputs": {"o1": {"result": 5.0}},
                "performance_metrics": {"turnLatencyAverage": 700.0},
                "compliance": {"recordingConsent": {"type": "verbal"}},
            }
        },
    ),
    (
        {
            "type": "end-of-call-report",
            "endedReason": "assistant-ended-call",
            "transcript": "AI: Hello.",
            "summary": "A greeting.",
            "messages": [{"role": "bot", "message": "Hello."}],
            "recordingUrl": "https://r.example/m.wav",
            "stereoRecordingUrl": None,
            "durationSeconds": 12.5,
            "costBreakdown": {"total": 0.2, "llmPromptTokens": 9},
            "analysis": {"successEvaluation": True},
        },
        {
            "end_of_call_report": {
                "ended_reason": "assistant-ended-call",
                "duration": "12.500s",
                "analysis": {"summary": "A greeting.", "success_evaluation": "true"},
                "turns": [{"role": "assistant", "text": "Hello."}],
                "transcript": "AI: Hello.",
                "recording_url": "https://r.example/m.wav",
                "cost_breakdown": {"total": 0.2, "llmPromptTokens": 9.0},
            }
        },
    ),
]
"""A message's own fields, and the event's body of them."""

EVENT_TYPES = {own["type"] for own, _ in EVENTS}
