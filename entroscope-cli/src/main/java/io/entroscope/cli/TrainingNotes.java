package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.torch.train.TrainingListener;

/** Prints the notes of trainings, a line each, and nothing else about them. */
final class TrainingNotes implements TrainingListener {
  @Override
  public void note(String text) {
    Console.err().println(text);
  }
}
