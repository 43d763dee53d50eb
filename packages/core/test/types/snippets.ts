import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../../../..')

/** The compiler options of the repository, as every package has them. */
const options = (): ts.CompilerOptions => {
  const read = ts.readConfigFile(join(root, 'tsconfig.base.json'), (path) => ts.sys.readFile(path))
  return { ...ts.parseJsonConfigFileContent(read.config, ts.sys, root).options, noUnusedLocals: false, noEmit: true }
}

/**
 * Compiles named snippets as files beside this one, all in one program, and gives for each the text of what the compiler says;
 * empty where it compiles. The files exist in the compiler's eyes only.
 */
export const compile = <N extends string>(snippets: { readonly [K in N]: string }): { readonly [K in N]: string } => {
  const names = Object.keys(snippets) as N[] // reason: the keys of the record are exactly N
  const files = new Map(names.map((name) => [join(here, `${name}.snippet.ts`), snippets[name]]))
  const compilerOptions = options()
  const host = ts.createCompilerHost(compilerOptions)
  const program = ts.createProgram({
    rootNames: [...files.keys()],
    options: compilerOptions,
    host: {
      ...host,
      fileExists: (path) => files.has(path) || host.fileExists(path),
      readFile: (path) => files.get(path) ?? host.readFile(path),
      getSourceFile: (path, language) => {
        const text = files.get(path)
        return text === undefined ? host.getSourceFile(path, language) : ts.createSourceFile(path, text, language)
      },
    },
  })
  const told = (path: string): string => {
    const file = program.getSourceFile(path)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
      .join('\n')
  }
  return Object.fromEntries([...files.keys()].map((path, i) => [names[i], told(path)])) as { readonly [K in N]: string } // reason: built from the keys
}
