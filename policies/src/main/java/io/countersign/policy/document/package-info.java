/**
 * Policy documents: their text in and {@link io.countersign.policy.PolicyDocument} out, and back; and cases that say what is expected of
 * them.
 *
 * <p>Refuses what the document alone shows to be wrong or to let someone in by omission. Whether a group, an attribute or a provider
 * exists is for whoever knows the directories, the dictionary and the plugins.
 */
@NullMarked
package io.countersign.policy.document;

import org.jspecify.annotations.NullMarked;
