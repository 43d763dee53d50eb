/** The label of messages. */
export const messageLabel = 'Message'

/** The label of threads, whose property `message_ids` lists the ids of their messages in order. */
export const threadLabel = 'Thread'

/** The label of how one message bears on another. */
export const linkLabel = 'SemanticLink'

/** The label of what claims a version of a record, as threads keeps it: of two who make the same version one gets a `Conflict`. */
export const changeLabel = 'Change'
