"""What people do in the workspace: speak, click, fill in, close."""
