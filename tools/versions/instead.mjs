// Lets a package be resolved from another folder, which CHORALE_INSTEAD names: `{"package": "folder"}`.
import { register } from 'node:module'

register('./resolve.mjs', import.meta.url, { data: JSON.parse(process.env.CHORALE_INSTEAD ?? '{}') })
