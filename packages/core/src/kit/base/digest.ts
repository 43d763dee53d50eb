import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonical, type Json } from './json.js'

/** SHA-256 of the UTF-8 bytes of a text, as 64 lower-case hex digits. Who has a faster one may hand it in; the digits are the same. */
export type Hash = (text: string) => string

/** SHA-256 of the UTF-8 bytes of a text, as 64 lower-case hex digits. */
export const sha256Hex: Hash = (text) => bytesToHex(sha256(utf8ToBytes(text)))

/** SHA-256 of a text in NFC, as 64 lower-case hex digits: equal for texts that look the same. Spec chorus 9.2 and 10.2 (M3). */
export const contentHash = (text: string): string => sha256Hex(text.normalize('NFC'))

/** SHA-256 of the canonical JSON of a value, as 64 lower-case hex digits: equal values have equal digests. */
export const digestOf = (value: Json): string => sha256Hex(canonical(value))
