import { pathToFileURL } from 'node:url'

let folders = {}

export const initialize = (data) => {
  folders = data
}

export const resolve = (specifier, context, next) => {
  const folder = folders[specifier]
  return next(
    specifier,
    folder === undefined ? context : { ...context, parentURL: pathToFileURL(`${folder}/from.js`).href },
  )
}
