/**
 * JSON and YAML of the command line and of snapshots: strict, unknown fields are errors naming the nearest known one. The
 * only package that knows Gson and YAML.
 */
@NullMarked
package dev.inferno.documents;

import org.jspecify.annotations.NullMarked;
