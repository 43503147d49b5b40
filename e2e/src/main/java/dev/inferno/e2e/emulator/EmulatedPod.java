package dev.inferno.e2e.emulator;

/** A Ready pod the emulator stands for. Two equal ones are the same server; any difference means a new server. */
record EmulatedPod(String namespace, String name, String uid, String model, ServerProfile profile) {}
