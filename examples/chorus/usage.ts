/** The manual, for terminals of 80 columns and more. */
export const usage = `Serves a conversation that answers first and reflects afterwards, on one page:
six phases as they run, what memory found and how near it is, and the sources.
Open the address it says in a browser. Ctrl-C ends it in order, twice at once;
with a durable store, what was under way goes on at the next start.

  npm run chorus -- [options]

Who answers
  --model NAME        scripted: a demonstration without a model, always alike
                      openai:MODEL, anthropic:MODEL, google:MODEL: the key
                      comes from the environment
                      openai-compatible:MODEL: with --model-url (Ollama,
                      llama.cpp, vLLM and the like)
                      Without it the page says that no model is set up.
  --pace MS           how long the scripted model waits before each piece of
                      an answer: 40 unless told, 0 for not at all
  --model-url URL     where such a server is, e.g. http://127.0.0.1:11434/v1

Where it is kept
  --store PLACE       local:DIR, a directory (default: local:.chorale), or
                      memory, gone with the command
  --vectors PLACE     where memory is searched: as --store (default), memory,
                      local, or qdrant, at QDRANT_URL (http://localhost:6333)
                      with QDRANT_API_KEY; qdrant is the default where
                      QDRANT_URL is set
  --audience WHO      who may find what was said: thread, only the thread it
                      was said in (default), or public, all threads of all

Where it is served
  --port N            8080 unless told; 0 takes one that is free
                      The page at /, the socket at /ws, polling at /poll,
                      health at /health and /ready; this machine alone
                      (127.0.0.1) is served
  --help              this text

Exit codes: 0 ended in order, 1 failed, 64 bad usage, 130 ended at once.
`
