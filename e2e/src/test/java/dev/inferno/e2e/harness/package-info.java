/**
 * What the scenarios stand on: a real control plane, started or given, the operator as a process of its own, emulated
 * servers and load, all seen only through kubectl, HTTP and exit codes.
 */
@NullMarked
package dev.inferno.e2e.harness;

import org.jspecify.annotations.NullMarked;
