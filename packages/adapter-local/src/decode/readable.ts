import { corrupt } from '../driver.js'

/** Decodes what was read; whatever cannot be decoded was not written like that, and is told as SQLite tells of damage. */
export const readable = <A>(decode: () => A): A => {
  try {
    return decode()
  } catch {
    throw corrupt('a row cannot be read')
  }
}
