/** The manual, for terminals of 80 columns and more. */
export const usage = `Walks the semantic valley for one problem and shows what it makes of it.
A run is kept as it goes: after Ctrl-C, kill -9 or a budget that is used up,
the same command goes on where it was.

  npm run quickstart -- [options]         walks
  npm run quickstart -- runs              lists the runs that are kept
  npm run quickstart -- verify RUN        checks a run byte by byte, and the program
  npm run quickstart -- explain RUN CELL  says why each call of a cell, e.g.
                                          'C[0,1]', was made anew

What is walked
  --problem TEXT      the problem, in a sentence or two
  --input FILE.json   problem, domain, A, B, R as JSON; see examples/problems
  --through NAME      how far: C, F, D, X, Z, E (any matrix) or auto (default)

Who answers
  --model NAME        lexicon (default): word vectors, no key, no network
                      echo: every answer is its own address, for tests
                      openai:MODEL, anthropic:MODEL, google:MODEL: the key
                      comes from the environment
                      openai-compatible:MODEL: with --model-url (Ollama,
                      llama.cpp, vLLM and the like)
  --model-url URL     where such a server is, e.g. http://127.0.0.1:11434/v1
  --record FILE       writes a tape of all answers once the run has ended
  --replay FILE       answers from a tape: no model is loaded, and --model
                      only says whose answers they are

Where it is kept, and going on
  --store PLACE       local:DIR, a directory (default: local:.chorale), or
                      memory, gone with the command
  --graph PLACE       where cells and what leads to them are written: local (in
                      the store's directory), memory, or neo4j, at NEO4J_URI
                      (bolt://localhost:7687) with NEO4J_USER and
                      NEO4J_PASSWORD; default: where the run is kept
  --run ID            names the run: started if new, resumed if unfinished,
                      shown if it has ended; without it, an unfinished run of
                      the same command is picked up

What it may cost
  --plan              shows what it would take, without a call; the more runs
                      of the model are kept, the sharper
  --budget-usd X      the most it may cost in US dollars; needs a known price
  --budget-calls N    the most calls it may make, retries included
                      Both count all sittings of a run; reaching one pauses it.

Starting from another run
  --from RUN          its input again; its answers are taken over wherever the
                      question is the same
  --change CELL=TEXT  with one cell of A, B or R changed,
                      e.g. --change 'A[0,1]=Tidal barriers'
  --explain CELL      says afterwards why each call of a cell was made anew

What comes out
  --json              one JSON document on standard output; all else goes to
                      standard error
  --out DIR           where report.html goes (default: out)
  --help              this text

Exit codes: 0 complete, 1 failed, 2 partial, 64 bad usage or bad input,
75 paused and 130 stopped by Ctrl-C, both to be resumed.
`
